"""Reading rejected records again, each from the bytes that were kept of it."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice
from time import perf_counter
from typing import TYPE_CHECKING, Any, NamedTuple

from data.errors import RefusedFileError, SettingsError, unknown_name
from ingest.formats.csv_documents import delimiter_of
from ingest.load.account import FileAccount, account_of, store_replay, store_source
from ingest.load.items import read_item
from ingest.maps.columns import parse_object
from ingest.maps.map import Map
from ingest.maps.records import MapReader
from ingest.source import Ignored, Opened, Refused
from ingest.storing.made_ids import make_ids_after
from ingest.storing.merge import merge
from ingest.storing.merge_results import item_fates, prepare
from ingest.storing.redaction import columns_of_prompts
from ingest.storing.staging import Spool, drop, staged
from ingest.storing.tally import Rejects, Tally

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from data.settings import Settings
    from ingest.source import Source


class Waiting(NamedTuple):
    """One record in quarantine."""

    number: int
    line: int
    raw: bytes
    raw_bytes: int

    @property
    def is_cleared(self) -> bool:
        """Whether its text is gone."""
        return self.raw_bytes > 0 and not self.raw


class WaitingFile(NamedTuple):
    """A file with records in quarantine, where it lay, and how it was read."""

    file_no: int
    name: str
    place: str | None
    source: str
    map_toml: str | None
    records: Sequence[Waiting]


@dataclass
class RejectedAgain(Rejects):
    """Keeps the new reason of each record that is rejected again."""

    number: int = 0
    reasons: dict[int, str] = field(default_factory=dict)

    def add(
        self, file_no: int, line: int, reason: str, raw: bytes, length: int | None = None
    ) -> None:
        """Note why the current record is rejected."""
        del file_no, line, raw, length
        self.reasons[self.number] = reason.encode("utf-8", "backslashreplace").decode()


@dataclass
class Replay:
    """One attempt at rejected records, of as many files as there are."""

    con: DuckDBPyConnection
    folder: Path
    settings: Settings
    sources: Mapping[str, Source]
    map: Map | None
    has_changed: bool = False
    """Whether anything left the quarantine, or waits there for another reason now."""

    @cached_property
    def spool(self) -> Spool:
        """The accepted records."""
        return Spool(self.folder)

    def run(self, files: Sequence[WaitingFile]) -> list[FileAccount]:
        """Try the records of these files; the account of each counts what was tried."""
        prepare(self.con)
        return [self._try(file) for file in files]

    def _try(self, file: WaitingFile) -> FileAccount:
        started, again = perf_counter(), RejectedAgain(self.folder / "unused")
        opened = Opened(self.folder / "record", file.name, self.settings, place=file.place)
        tally = Tally(self.con, opened, file.file_no, self.folder, self.spool, again)
        try:
            map_ = self._map_of(file)
            tally.prompt_columns = columns_of_prompts(map_)
            read, source = self._reader(file, map_, tally)
        except (SettingsError, RefusedFileError) as error:
            return FileAccount(file.name, file.source, error=str(error))
        cleared = [each for each in file.records if each.is_cleared]
        if cleared:
            tally.read, tally.rejected = len(cleared), len(cleared)
            tally.notes.append(_cleared(file.name, len(cleared)))
        for waiting in (each for each in file.records if not each.is_cleared):
            again.number = waiting.number
            tally.read += 1
            if waiting.raw_bytes > len(waiting.raw):
                tally.reject(waiting.line, "only its beginning was kept", waiting.raw)
            else:
                read(waiting)
        self._merge(file, map_)
        fates = item_fates(self.con)[file.file_no]
        account = account_of(file.name, source, tally, fates, perf_counter() - started)
        self._store(file, again.reasons, account)
        return account

    def _merge(self, file: WaitingFile, map_: Map | None) -> None:
        makes_ids = map_ is not None and map_.makes_ids
        for kind in self.spool.stage(self.con):
            if map_ is not None and makes_ids:
                make_ids_after(self.con, map_.name, file.file_no)
            merge(self.con, kind, makes_ids=makes_ids)
            drop(self.con, staged(kind))

    # --- reading ------------------------------------------------------------------------------

    def _map_of(self, file: WaitingFile) -> Map | None:
        """The new map, else the one the file was loaded with, if any."""
        if self.map is not None or not file.map_toml:
            return self.map
        where = f"the map {file.name} was loaded with"
        return Map.of_toml(file.map_toml, where, dated=True)

    def _reader(
        self, file: WaitingFile, map_: Map | None, tally: Tally
    ) -> tuple[Callable[[Waiting], None], str]:
        """How to read one record of the file, and the source its records will have."""
        if map_ is not None:
            store_source(self.con, map_.name, map_)
            parts = map_.parts_of(file.name)
            return _MapReplay(tally, MapReader(map_, given=parts)).read, map_.name
        if file.source not in self.sources:
            raise SettingsError(f"{file.name}: {unknown_name('source', file.source, self.sources)}")
        return _SourceReplay(tally, self.sources[file.source]).read, file.source

    # --- storing ------------------------------------------------------------------------------

    def _store(self, file: WaitingFile, reasons: Mapping[int, str], account: FileAccount) -> None:
        left = [
            each.number
            for each in file.records
            if each.number not in reasons and not each.is_cleared
        ]
        self.con.execute(
            "UPDATE warehouse.main.quarantine SET replayed_at = now()::TIMESTAMP "
            "WHERE quarantine_no IN (SELECT unnest(?::BIGINT[]))",
            [left],
        )
        for number, reason in reasons.items():
            self.con.execute(
                "UPDATE warehouse.main.quarantine SET reason = ? WHERE quarantine_no = ?",
                [reason, number],
            )
        store_replay(self.con, file.file_no, account)
        self.has_changed = self.has_changed or bool(left)


def _cleared(name: str, records: int) -> str:
    return (
        f"{name}: rejected records whose text was cleared: {records:,}. They cannot be read again; "
        "load the file again."
    )


@dataclass
class _SourceReplay:
    tally: Tally
    source: Source

    def read(self, waiting: Waiting) -> None:
        self.tally.file.path.write_bytes(waiting.raw)
        # A new Opened: the old one remembers the head of the record before.
        self.tally.file = replace(self.tally.file)
        items = list(islice(self.source.documents(self.tally.file), 2))
        if len(items) != 1:
            reason = "it holds more than one record, or none; load its file again"
            self.tally.reject(waiting.line, reason, waiting.raw)
        elif items[0].problem is not None:
            self.tally.reject(waiting.line, items[0].problem, waiting.raw)
        else:
            item = replace(items[0], line=waiting.line)
            read_item(self.tally, self.source, item, waiting.number)


@dataclass
class _MapReplay:
    tally: Tally
    reader: MapReader

    def read(self, waiting: Waiting) -> None:
        tally = self.tally
        try:
            record = self.reader.record(_row(waiting.raw))
            tally.accept(record, waiting.number, waiting.line)
        except Ignored as reason:
            tally.ignored[str(reason)] += 1
        except (Refused, ValueError) as reason:
            tally.reject(waiting.line, str(reason), waiting.raw)


def _row(raw: bytes) -> dict[str, Any]:
    """A record: a JSON object, or a row of cells below its header."""
    if raw.lstrip()[:1] in {b"{", b"["}:
        return parse_object(raw)
    text = raw.decode()
    rows = list(
        csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text.split("\n")[0]))
    )
    if len(rows) != 2 or len(rows[0]) != len(rows[1]):
        raise ValueError(f"{len(rows[-1])} cells where the header has {len(rows[0])}")
    names, cells = ([cell.strip() for cell in row] for row in rows)
    return dict(zip(names, cells, strict=True))
