"""Files on their way in: read one after the other, merged together, accounted for one by one."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, partial
from time import perf_counter
from typing import TYPE_CHECKING

from data.errors import RefusedFileError
from ingest.bulk.source_lines import NotPlain, goes_quickly, staged_lines
from ingest.load.account import (
    FileAccount,
    account_of,
    earlier_readings,
    record_account,
    store_source,
)
from ingest.load.items import read_items
from ingest.load.mapped_files import stager_of
from ingest.storing.merge import merge
from ingest.storing.merge_results import item_fates, prepare
from ingest.storing.readings import alike_records, note_earlier, take_back
from ingest.storing.redaction import columns_of_prompts
from ingest.storing.staging import Spool, drop, staged
from ingest.storing.tally import Rejects, Tally

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from ingest.load.reading import Reading
    from ingest.maps.map import Map
    from ingest.source import Source
    from ingest.storing.kinds import RecordKind

    Progress = Callable[[str, int, int], None]
    Keep = Callable[[DuckDBPyConnection, RecordKind, Mapping[int, Reading]], None]

ROWS_PER_BATCH = 50_000
"""Small files are merged together up to about so many records."""


@dataclass(frozen=True)
class Read:
    """A file that was read and waits to be merged and accounted for."""

    slot: int
    reading: Reading
    tally: Tally
    seconds: float


@dataclass
class Batch:
    """What one command loads. `accounts` holds each file's account by its slot, once merged."""

    con: DuckDBPyConnection
    folder: Path
    progress: Progress
    keep: Keep | None = None
    """Is shown the staged rows of a kind before they are merged, and the files by their number."""
    meanwhile: Callable[[], None] = lambda: None
    """What to begin while the engine writes rows."""
    accounts: dict[int, FileAccount] = field(default_factory=dict)
    _waiting: list[Read] = field(default_factory=list)
    _declared_anew: bool = False
    """Whether a source's costs are of another kind than was said before."""
    _files: int = 0
    _before: int = 0
    """The files loaded before."""
    _took_back: bool = False

    def __post_init__(self) -> None:
        """Go on counting where the last load stopped."""
        prepare(self.con)
        row = self.con.execute("SELECT max(file_no) FROM warehouse.main.files").fetchone()
        self._files = self._before = (row[0] if row else None) or 0

    @cached_property
    def rejects(self) -> Rejects:
        """The rejected records of all files."""
        return Rejects(self.folder / "rejects.jsonl")

    @cached_property
    def spool(self) -> Spool:
        """The accepted records of the files that wait."""
        return Spool(self.folder)

    @property
    def has_changed(self) -> bool:
        """Whether the warehouse has other records than before."""
        changed = any(account.new or account.updated for account in self.accounts.values())
        return changed or self._took_back or self._declared_anew

    # --- reading ------------------------------------------------------------------------------

    def add(self, slot: int, reading: Reading) -> None:
        """Read one file. Raises RefusedFileError where it cannot be read; nothing is kept then."""
        in_bulk = reading.map is not None or goes_quickly(reading.source, reading.file)
        if in_bulk:
            self.flush()
        started, tally = perf_counter(), self._tally(reading)
        before = self.spool.mark(), self.rejects.mark()
        try:
            if reading.map is not None:
                self._read_through(reading, reading.map, tally)
            else:
                assert reading.source is not None
                in_bulk = in_bulk and self._read_quickly(reading, reading.source, tally)
                if not in_bulk:
                    read_items(tally, reading.source)
                if self.spool.mark() != before[0]:
                    tally.notes += reading.source.notes(reading.file)
                if not in_bulk:
                    self._note_earlier(reading, tally)
        except RefusedFileError:
            self.spool.go_back(before[0])
            self.rejects.go_back(before[1])
            raise
        self._waiting.append(Read(slot, reading, tally, perf_counter() - started))
        if in_bulk:
            self._account()
        elif self.spool.n_rows >= ROWS_PER_BATCH:
            self.flush()

    def _tally(self, reading: Reading) -> Tally:
        self._files += 1
        size = reading.n_bytes
        told = partial(_tell, self.progress, reading.file.name, size)
        tally = Tally(
            self.con,
            reading.file,
            self._files,
            self.folder,
            self.spool,
            self.rejects,
            told,
            prompt_columns=columns_of_prompts(reading.map),
        )
        tally.notes += [reading.file.assumed] if reading.file.assumed else []
        return tally

    def _read_through(self, reading: Reading, map_: Map, tally: Tally) -> None:
        """Stage and merge a mapped file."""
        stager = stager_of(map_, tally)
        try:
            stager.stage()
            self._note_earlier(reading, tally)
            self._merge(stager.kind, {tally.file_no: reading}, makes_ids=map_.makes_ids)
        finally:
            stager.staged.drop()

    def _read_quickly(self, reading: Reading, source: Source, tally: Tally) -> bool:
        """Stage and merge the lines of a source; whether they are a record each, as that needs."""
        before = self.spool.mark(), self.rejects.mark()
        stager = staged_lines(tally, source)
        try:
            stager.stage()
        except NotPlain:
            self.spool.go_back(before[0])
            self.rejects.go_back(before[1])
            return False
        try:
            self._note_earlier(reading, tally)
            self._merge(stager.kind, {tally.file_no: reading})
        finally:
            stager.staged.drop()
        return True

    def _note_earlier(self, reading: Reading, tally: Tally) -> None:
        """Hashes the file, while it is there."""
        earlier = earlier_readings(self.con, tally.file.name, reading.identity)
        note_earlier(self.con, tally.file_no, earlier)

    # --- merging ------------------------------------------------------------------------------

    def flush(self) -> None:
        """Merge and account for the files that wait."""
        kinds = self.spool.stage(self.con)
        readings = {read.tally.file_no: read.reading for read in self._waiting}
        for kind in kinds:
            self._merge(kind, readings)
            drop(self.con, staged(kind))
        self._account()

    def _merge(
        self, kind: RecordKind, readings: Mapping[int, Reading], *, makes_ids: bool = False
    ) -> None:
        if self.keep is not None:
            self.keep(self.con, kind, readings)
        merge(self.con, kind, makes_ids=makes_ids, meanwhile=self.meanwhile)

    def finish(self) -> None:
        """Merge what waits and store the rejected records."""
        self.flush()
        has_rejects = bool(self.rejects.n_rows)
        self.rejects.store(self.con)
        if has_rejects:
            _let_latest_wait(self.con, self._before)

    def note_wait(self, seconds: float) -> None:
        """Note with the files how long somebody has waited for all of them."""
        read = sum(account.seconds for account in self.accounts.values())
        self.con.execute(
            "UPDATE warehouse.main.files SET seconds = seconds * ? WHERE file_no > ?",
            [seconds / read if read else 1.0, self._before],
        )

    def close(self) -> None:
        """Let go of temporary files."""
        self.spool.close()
        self.rejects.close()

    def _account(self) -> None:
        """Store an account for each file that was merged."""
        fates, alike = item_fates(self.con), alike_records(self.con)
        taken = take_back(
            self.con, {each.tally.file_no: each.reading.source_name for each in self._waiting}
        )
        self._took_back |= bool(taken)
        for read in self._waiting:
            file_no = read.tally.file_no
            name, source = read.reading.file.name, read.reading.source_name
            read.tally.notes += [_taken_for(name, *others) for others in alike[file_no]]
            read.tally.notes += [_taken_back(name, taken[file_no])] if taken[file_no] else []
            account = account_of(name, source, read.tally, fates[file_no], read.seconds)
            self.accounts[read.slot] = account
            self._record(read, account)
        self._waiting = []

    def _record(self, read: Read, account: FileAccount) -> None:
        reading, file_no = read.reading, read.tally.file_no
        map_toml = reading.map.toml if reading.map is not None else None
        _replace_rejected(self.con, reading)
        record_account(self.con, file_no, account, reading.identity, map_toml)
        self._declared_anew |= store_source(self.con, reading.source_name, reading.reader)


def _replace_rejected(con: DuckDBPyConnection, reading: Reading) -> None:
    """What an earlier reading of the same file rejected waits no longer: it was read anew."""
    con.execute(
        """
        UPDATE warehouse.main.quarantine SET replayed_at = now()::TIMESTAMP
        WHERE replayed_at IS NULL
            AND file_no IN (
                SELECT file_no FROM warehouse.main.files
                WHERE sha256 = ? AND CASE WHEN place IS NULL THEN file = ? ELSE place = ? END
            )
        """,
        [reading.sha256, reading.file.name, reading.file.place],
    )


def _let_latest_wait(con: DuckDBPyConnection, before: int) -> None:
    """A log that grows is loaded again and again: what it has rejected each time waits once."""
    con.execute(
        """
        UPDATE warehouse.main.quarantine AS earlier SET replayed_at = now()::TIMESTAMP
        WHERE earlier.replayed_at IS NULL
            AND earlier.file_no <= $before
            AND EXISTS (
                SELECT 1
                FROM warehouse.main.quarantine AS latest
                JOIN warehouse.main.files AS file ON file.file_no = latest.file_no
                JOIN warehouse.main.files AS known
                    ON known.place = file.place AND known.source = file.source
                WHERE latest.file_no > $before
                    AND known.file_no = earlier.file_no
                    AND latest.line = earlier.line
                    AND latest.raw = earlier.raw
            )
        """,
        {"before": before},
    )


def _taken_back(name: str, records: int) -> str:
    return (
        f"{name}: was loaded before and read differently. {records:,} records of that reading are "
        "not in the new one and were taken back. Files that told of the same ones are read anew "
        "when you load them again."
    )


def _taken_for(name: str, other: str, records: int) -> str:
    return (
        f"{name}: {records:,} of its records have no id and read like records of {other}, so they "
        "are taken for the same. If they are others, give them an id, or the map a constant that "
        "tells the files apart."
    )


def _tell(progress: Progress, name: str, size: int, done: int) -> None:
    progress(name, min(done, size), size)
