"""Rejected records: listed, shown, and read again after a fix or with a better map."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING

from data.errors import QuestionError
from data.warehouse.file import Reader, generation, place_of, writing
from data.warehouse.scratch import scratch_beside
from ingest.load.account import FileAccount, waited_for
from ingest.load.publishing import NothingToPublish, explained, unless_nothing
from ingest.load.replay import Replay, Waiting, WaitingFile
from ingest.load.resolving import resolve_loaded
from ingest.maps.presets import map_called
from ingest.sources import all_sources
from ingest.storing.cleared_text import clear_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from data.settings import Settings
    from ingest.load.load import Resolve
    from ingest.maps.map import Map
    from ingest.source import Source


@dataclass(frozen=True)
class Rejected:
    """One record in quarantine."""

    number: int
    file: str
    line: int
    source: str
    reason: str


@dataclass(frozen=True)
class RejectedRecord(Rejected):
    """One record in quarantine; `raw` is only the beginning of it if `raw_bytes` is more."""

    raw: bytes
    raw_bytes: int

    @property
    def text(self) -> str:
        """The raw record for a screen: what is not printable is spelled out."""
        decoded = self.raw.decode("utf-8", "backslashreplace")
        return "".join(
            each if each.isprintable() or each in "\n\t" else _spelled(each) for each in decoded
        )


def _spelled(character: str) -> str:
    return character.encode("unicode_escape").decode()


def rejected_records(
    warehouse: Path, *, limit: int = 50, source: str | None = None, file: str | None = None
) -> list[Rejected]:
    """Records that wait in quarantine, the latest first, at most `limit`."""
    with Reader(warehouse) as reader:
        rows = reader.cursor().execute(
            """
            SELECT quarantine_no, file, line, source, reason
            FROM quarantine JOIN files USING (file_no)
            WHERE replayed_at IS NULL AND ($source IS NULL OR source = $source)
                AND ($file IS NULL OR file = $file)
            ORDER BY quarantine_no DESC
            LIMIT $limit
            """,
            {"source": source, "file": file, "limit": limit},
        )
        return [Rejected(*row) for row in rows.fetchall()]


def rejected_record(warehouse: Path, number: int) -> RejectedRecord:
    """One record with its bytes. Raises QuestionError where there is none of this number."""
    with Reader(warehouse) as reader:
        row = (
            reader.cursor()
            .execute(
                """
            SELECT quarantine_no, file, line, source, reason, raw, raw_bytes
            FROM quarantine JOIN files USING (file_no) WHERE quarantine_no = ?
            """,
                [number],
            )
            .fetchone()
        )
    if row is None:
        raise QuestionError(
            f"No rejected record {number}. See the numbers in `offcut quarantine list`."
        )
    return RejectedRecord(*row)


def replay(
    settings: Settings,
    *,
    map_file: Path | None = None,
    source: str | None = None,
    sources: Sequence[Source] | None = None,
    numbers: Sequence[int] | None = None,
    resolve: Resolve = resolve_loaded,
) -> list[FileAccount]:
    """Read rejected records again, through their source, the map they came with, or a new map.

    A new map is tried on the records of its own name, or else on all that came through a map. What
    is accepted leaves the quarantine. The account of each file counts the records tried.
    """
    map_ = None if map_file is None else map_called(map_file)
    known = {each.name: each for each in (all_sources() if sources is None else sources)}
    accounts, began = list[FileAccount](), perf_counter()
    with (
        explained(settings.warehouse),
        scratch_beside(place_of(settings.warehouse)) as scratch,
        unless_nothing(),
        ExitStack() as stack,
    ):
        con = stack.enter_context(writing(settings.warehouse, memory_limit=settings.memory_limit))
        tried = Replay(con, scratch, settings, known, map_)
        accounts += tried.run(_waiting(con, map_, source, numbers))
        if not tried.has_changed:
            raise NothingToPublish
        resolve(con, settings)
    return waited_for(accounts, perf_counter() - began)


def clear(settings: Settings, *, source: str | None = None) -> int:
    """Clear the text of rejected records, of one source or of all; of how many.

    Raises WarehouseError where there is no warehouse yet.
    """
    generation(settings.warehouse)
    cleared = 0
    with (
        explained(settings.warehouse),
        unless_nothing(),
        writing(settings.warehouse, memory_limit=settings.memory_limit) as con,
    ):
        cleared = clear_text(con, source)
        if not cleared:
            raise NothingToPublish
    return cleared


def _waiting(
    con: DuckDBPyConnection,
    map_: Map | None,
    source: str | None,
    numbers: Sequence[int] | None,
) -> list[WaitingFile]:
    """The files with rejected records to try, with these records."""
    files = con.execute(
        """
        SELECT file_no, file, place, source, map_toml FROM warehouse.main.files
        WHERE ($source IS NULL OR source = $source)
            AND file_no IN (SELECT file_no FROM warehouse.main.quarantine WHERE replayed_at IS NULL)
        ORDER BY file_no
        """,
        {"source": source},
    ).fetchall()
    if map_ is not None:
        files = [row for row in files if row[4] is not None]
        files = [row for row in files if row[3] == map_.name] or files
    found = (
        WaitingFile(file_no, name, place, read_as, map_toml, _records(con, file_no, numbers))
        for file_no, name, place, read_as, map_toml in files
    )
    return [file for file in found if file.records]


def _records(con: DuckDBPyConnection, file_no: int, numbers: Sequence[int] | None) -> list[Waiting]:
    rows = con.execute(
        """
        SELECT quarantine_no, line, raw, raw_bytes FROM warehouse.main.quarantine
        WHERE replayed_at IS NULL AND file_no = $file_no
            AND ($numbers IS NULL OR list_contains($numbers::BIGINT[], quarantine_no))
        ORDER BY quarantine_no
        """,
        {"file_no": file_no, "numbers": None if numbers is None else list(numbers)},
    )
    return [Waiting(*row) for row in rows.fetchall()]
