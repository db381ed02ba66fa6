"""What loading files would give, found out by the ordinary way, and nothing of it published."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from data.errors import OffcutError
from data.warehouse.file import Reader
from ingest.guess.preview import FIRST_ROWS, MOST_ROWS, known_values
from ingest.guess.sample import LINE, sample_of
from ingest.guess.understood import Understood, understood, understood_of_map
from ingest.load.claimed_files import identify_paths
from ingest.load.items import kept
from ingest.load.load import load_paths
from ingest.load.quarantine import rejected_records
from ingest.load.reading import chooser
from ingest.maps.presets import map_called
from ingest.opening.find import FoundFile, Opening
from ingest.storing.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from duckdb import DuckDBPyConnection

    from data.settings import Settings
    from ingest.load.account import FileAccount
    from ingest.load.load import Progress
    from ingest.load.reading import Reading
    from ingest.source import Opened

ORIGINAL_CHARACTERS = 4_000
MOST_LOOKED_THROUGH = 10_000
"""So many items of a file are passed over on the way to its first records."""


@dataclass(frozen=True)
class DryRun:
    """The account that a file would have, and its first records as they would be understood."""

    account: FileAccount
    why: str
    """By what it is read, or why by nothing."""
    refused: Mapping[str, int]
    """Why records would wait in quarantine, and how many for each reason, the most first."""
    understood: tuple[Understood, ...]
    originals: Mapping[int, str]
    """What stands at the lines of those records, where no column of a map says it."""


def dry_run(
    paths: Iterable[str],
    settings: Settings,
    *,
    source: str | None = None,
    map_file: Path | None = None,
    submitted_at: str | None = None,
    progress: Progress | None = None,
) -> list[DryRun]:
    """Load into a warehouse that is thrown away; raises what loading does."""
    with TemporaryDirectory(prefix="offcut-") as folder:
        apart = Path(folder) / "apart.duckdb"
        accounts = load_paths(
            paths, settings, source=source, map_file=map_file, submitted_at=submitted_at,
            progress=progress, into=apart,
        )  # fmt: skip
        made = None if map_file is None else map_called(map_file, dated=submitted_at is not None)
        opening = Opening(Path(folder), settings)
        seen = _Apart(apart, opening, chooser(None, made, source), is_told=bool(source or made))
        return [seen.dry_run(each) for each in accounts]


@dataclass(frozen=True)
class _Apart:
    """The warehouse that is thrown away, and how its files are read."""

    warehouse: Path
    opening: Opening
    choose: Callable[[Opened], Reading]
    is_told: bool
    """Whether a person said by what to read them."""

    def dry_run(self, account: FileAccount) -> DryRun:
        if account.error is not None or account.no_log is not None:
            return DryRun(account, account.error or account.no_log or "", {}, (), {})
        refused = Counter(
            each.reason
            for each in rejected_records(self.warehouse, limit=MOST_ROWS, file=account.file)
        )
        rows = tuple(_first_rows(self.warehouse, account.file))
        seen, originals = self._beside(rows, account.file)
        return DryRun(
            account, self._why(account.file), dict(refused.most_common()), seen, originals
        )

    def _why(self, name: str) -> str:
        if self.is_told:
            return "as it was told"
        return next((why for _, _, why in identify_paths([name], self.opening.settings)), "")

    def _beside(
        self, rows: Sequence[Row], name: str
    ) -> tuple[tuple[Understood, ...], Mapping[int, str]]:
        """The values of records, each beside what stands in the file as far as that is known."""
        if not Path(name).is_file():  # it was piped in, and is gone
            return tuple(each for kind, row in rows for each in understood(row, kind)), {}
        reading = self.choose(self.opening.open(FoundFile(name, Path(name))))
        if reading.map is None:
            seen = tuple(each for kind, row in rows for each in understood(row, kind))
            return seen, _originals(reading, {row["line"] for _, row in rows})
        records = _records(reading)
        return tuple(
            each
            for _, row in rows
            for each in understood_of_map(row, records.get(row["line"], {}), reading.map)
        ), {}


Row = tuple[str, "dict[str, Any]"]
"""A record kind, and the values of one record of it with its line."""


def _first_rows(apart: Path, file: str) -> Iterator[Row]:
    """The records of the first lines that gave any, at most FIRST_ROWS of each kind."""
    with Reader(apart) as reader:
        cursor = reader.cursor()
        found = [(name, row) for name in KINDS for row in _rows_of_kind(cursor, name, file)]
    lines = sorted({row["line"] for _, row in found})[:FIRST_ROWS]
    yield from (
        each for each in sorted(found, key=lambda e: e[1]["line"]) if each[1]["line"] in lines
    )


def _rows_of_kind(cursor: DuckDBPyConnection, name: str, file: str) -> Iterator[dict[str, Any]]:
    kind = KINDS[name]
    query = (
        f"SELECT line, {kind.listed()} FROM warehouse.main.{kind.table} "
        "WHERE file_no IN (SELECT file_no FROM warehouse.main.files WHERE file = ?) "
        "ORDER BY 1 LIMIT ?"
    )
    for line, _source, *values in cursor.execute(query, [file, FIRST_ROWS]).fetchall():
        yield {"line": line, **known_values(name, values)}


def _records(reading: Reading) -> Mapping[int, Mapping[str, Any]]:
    try:
        return {each[LINE]: each for each in sample_of(reading.file).records}
    except OffcutError:
        return {}


def _originals(reading: Reading, lines: set[int]) -> Mapping[int, str]:
    source, found = reading.source, dict[int, str]()
    assert source is not None
    for item in islice(source.documents(reading.file), MOST_LOOKED_THROUGH):
        if item.line in lines:
            found.setdefault(item.line, _text(kept(item, reading.file)))
        if len(found) == len(lines):
            break
    return found


def _text(raw: bytes) -> str:
    text = raw[: 4 * ORIGINAL_CHARACTERS].decode("utf-8", "backslashreplace")
    return text if len(text) <= ORIGINAL_CHARACTERS else f"{text[:ORIGINAL_CHARACTERS]}…"
