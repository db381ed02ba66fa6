"""Landing: files read in the ordinary way, and what each told laid into a lake as Parquet.

A warehouse of one's own, thrown away afterwards, knows what was landed before and accounts for
every record. Of a file the records come first and its account last: without it they count for
nothing. Nothing is locked: what is called by its content is never written over by another one, and
of two who land the same file at a time the account of the later one names its own records.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from data.engines.landed_rows import QUARANTINE
from data.engines.resolve_lake import explained, scratch_of
from data.lake.landed import LandedFile, Part, read_landed
from data.warehouse.file import Reader, writing
from ingest.load.landed_before import ACCOUNT, tell_landed
from ingest.load.load import load_paths
from ingest.load.reading import sha256_of
from ingest.storing.sql_text import identifier, literal
from ingest.storing.staging import staged

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from data.lake.place import Lake
    from data.settings import Settings
    from ingest.load.account import FileAccount
    from ingest.load.load import Progress
    from ingest.load.reading import Reading
    from ingest.storing.kinds import RecordKind

APART = "apart.duckdb"
ROWS = "rows"


def land_paths(
    paths: Iterable[str],
    settings: Settings,
    lake: Lake,
    *,
    source: str | None = None,
    map_file: Path | None = None,
    submitted_at: str | None = None,
    progress: Progress | None = None,
    began: float | None = None,
) -> list[FileAccount]:
    """Land files, folders, globs or `-`; the account of each, as `load_paths` gives it.

    Raises what that does, and LakeError.
    """
    with explained(lake), scratch_of(lake) as scratch:
        warehouse = scratch / APART
        landed = read_landed(lake)
        if landed.files:
            with writing(warehouse) as con:
                tell_landed(con, landed)
        landing = _Landing(lake, scratch / ROWS, len(landed.files))
        accounts = load_paths(
            paths, settings, source=source, map_file=map_file, submitted_at=submitted_at,
            progress=progress, began=began, into=warehouse, keep=landing.keep,
        )  # fmt: skip
        if landing.readings or warehouse.exists():
            with Reader(warehouse, settings.memory_limit) as reader:
                landing.finish(reader.cursor())
    return accounts


@dataclass
class _Landing:
    """What one command lands: rows kept on disk until all files have their accounts."""

    lake: Lake
    folder: Path
    before: int
    """How many files were landed before: their numbers are taken."""
    readings: dict[int, Reading] = field(default_factory=dict)

    def keep(
        self, con: DuckDBPyConnection, kind: RecordKind, readings: Mapping[int, Reading]
    ) -> None:
        """Write the staged rows of a kind as Parquet, by file and day."""
        self.readings |= readings
        rows = staged(kind)
        con.execute("CREATE OR REPLACE TEMP TABLE names (file_no INTEGER, landed_in VARCHAR)")
        for number, reading in readings.items():
            con.execute("INSERT INTO names VALUES (?, ?)", [number, reading.identity.name])
        day = "NULL" if kind.time is None else f"rows.{identifier(kind.time)}"
        folder = self.folder / kind.table
        folder.mkdir(parents=True, exist_ok=True)
        con.execute(
            f"""
            COPY (
                SELECT
                    names.landed_in, rows.rid - first.rid AS row_no,
                    {kind.hash_of("rows")} AS content_hash, rows.line, {kind.listed("rows")},
                    rows.file_no, {day}::DATE AS day
                FROM {rows} AS rows
                JOIN names ON names.file_no = rows.file_no
                JOIN (SELECT file_no, min(rid) AS rid FROM {rows} GROUP BY file_no) AS first
                    ON first.file_no = rows.file_no
            ) TO {literal(str(folder))} (
                FORMAT parquet, COMPRESSION zstd, PARTITION_BY (file_no, day),
                FILENAME_PATTERN '{{i}}', OVERWRITE_OR_IGNORE
            )
            """
        )

    def finish(self, cursor: DuckDBPyConnection) -> None:
        """Lay all into the lake: of each file its rows, then its account."""
        names = [column for column in LandedFile.model_fields if column in ACCOUNT]
        asked = f"SELECT file_no, {', '.join(names)} FROM warehouse.main.files WHERE file_no > $1"
        for number, *told in cursor.execute(asked, [self.before]).fetchall():
            self._land(cursor, number, dict(zip(names, told, strict=True)))

    def _land(self, cursor: DuckDBPyConnection, number: int, told: Mapping[str, object]) -> None:
        ignored = cursor.execute(
            "SELECT reason, records FROM warehouse.main.ignored_records WHERE file_no = $1",
            [number],
        ).fetchall()
        identity = self.readings[number].identity
        origin, estimates, net = cursor.execute(
            "SELECT * EXCLUDE (source) FROM warehouse.main.sources WHERE source = $1",
            [told["source"]],
        ).fetchall()[0]
        account = LandedFile.model_validate(
            {
                **told,
                "name": identity.name,
                "reading": "@".join(map(str, identity.reading)),
                "ignored": dict(ignored),
                "origin": origin,
                "costs_are_estimates": estimates,
                "costs_are_net": net,
                "parts": tuple(self._parts(cursor, number, identity.name)),
            }
        )
        self.lake.write(account.written_to, account.model_dump_json().encode())

    def _parts(self, cursor: DuckDBPyConnection, number: int, name: str) -> Iterator[Part]:
        self._keep_rejected(cursor, number, name)
        for file in sorted(self.folder.glob(f"*/file_no={number}/day=*/*.parquet")):
            table, _, day, _ = file.relative_to(self.folder).parts
            asked = "SELECT num_rows FROM parquet_file_metadata($1)"
            (rows,) = cursor.execute(asked, [str(file)]).fetchall()[0]
            written = f"{table}/{day}/{sha256_of(file)[:32]}.parquet"
            self.lake.take_in(file, written)
            yield Part(table=table, name=written, rows=rows)

    def _keep_rejected(self, cursor: DuckDBPyConnection, number: int, name: str) -> None:
        """Write the rejected records of a file beside its others, by the day of its landing."""
        found = cursor.execute(
            "SELECT loaded_at::DATE FROM warehouse.main.files"
            " WHERE file_no = $1 AND records_rejected > 0",
            [number],
        ).fetchone()
        if found is None:
            return
        folder = self.folder / QUARANTINE / f"file_no={number}" / f"day={found[0]}"
        folder.mkdir(parents=True)
        cursor.execute(
            f"""
            COPY (
                SELECT
                    {literal(name)} AS landed_in,
                    row_number() OVER (ORDER BY quarantine_no) AS row_no,
                    line, reason, raw, raw_bytes
                FROM warehouse.main.quarantine
                WHERE file_no = {int(number)}
            ) TO {literal(str(folder / "0.parquet"))} (FORMAT parquet, COMPRESSION zstd)
            """
        )
