"""Scanning folders: what lies there, which output each file is, and what being used says.

Files that are known are not read again; what was read before a stop is not either. Then all matches
are found anew, for logs and answers may have come since, and the warehouse is published once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from data.evidence.match_journal import answers
from data.warehouse.file import place_of, writing
from data.warehouse.records import STAGES
from data.warehouse.scratch import scratch_beside
from ingest.load.batch import Batch
from ingest.load.publishing import explained
from ingest.load.reading import Reading
from ingest.load.resolving import resolve_loaded
from ingest.media.account import ScanReport
from ingest.media.by_use import changed_verdicts, write_verdicts
from ingest.media.folders import folders_asked
from ingest.media.known import by_files, found, inputs, media_version, published
from ingest.media.looking import look
from ingest.media.made_files import MadeFiles, write_made_files
from ingest.media.matching.found import find_matches
from ingest.media.newest import stand_ins, tell_newest
from ingest.media.spool import ScanSpool
from ingest.media.storing import forget, store
from ingest.media.verdict_log import VerdictLog
from ingest.source import Opened

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from data.settings import Settings
    from ingest.media.folders import ScannedFolder
    from ingest.media.known import Found, Published
    from ingest.media.looking import Looked
    from ingest.media.newest import StandIn

    Progress = Callable[[str, int, int], None]

VERDICTS = "what_is_used.jsonl"
MADE_FILES = "what_files_tell.jsonl"


def scan(
    named: Sequence[str],
    settings: Settings,
    *,
    role: str | None = None,
    progress: Progress | None = None,
) -> ScanReport:
    """Scan these folders, or those of the settings where none is named, and publish what changed.

    `progress(what, done, in all)` hears how far it is. Raises SettingsError for a folder that is
    not there, WarehouseError where nothing could be published.
    """
    before = published(settings)
    folders, missing = folders_asked(named, role, settings.media, before.folders)
    return _Scan(settings, before, progress or _unheard, missing).run(folders)


def settle(settings: Settings, progress: Progress | None = None) -> ScanReport:
    """Find all matches anew, after answers or logs came, without looking at any folder."""
    return _Scan(settings, published(settings), progress or _unheard).run(())


def _unheard(_what: str, _done: int, _in_all: int) -> None:
    """Nobody listens."""


@dataclass(frozen=True)
class _Scan:
    settings: Settings
    before: Published
    progress: Progress
    missing: tuple[str, ...] = ()
    now: datetime = field(default_factory=lambda: datetime.now(UTC))

    def run(self, folders: Sequence[ScannedFolder]) -> ScanReport:
        """Look through all folders; then publish, unless all is as the last scan left it."""
        warehouse, before = self.settings.warehouse, self.before
        place_of(warehouse).parent.mkdir(parents=True, exist_ok=True)
        spool = ScanSpool.beside(warehouse, media_version(self.settings))
        with explained(warehouse):
            looked = [look(each, self.settings, before, spool, self.progress) for each in folders]
            is_as_before = before.is_settled and not any(each.has_changed for each in looked)
            report = (
                self._report(looked, before.found, before.stand_ins, 0, before.by_files)
                if is_as_before
                else self._publish(looked, spool)
            )
        spool.clear()
        return report

    def _publish(self, looked: Sequence[Looked], spool: ScanSpool) -> ScanReport:
        """Files, matches, uses and verdicts, in one publication."""
        warehouse = self.settings.warehouse
        with (
            scratch_beside(place_of(warehouse)) as scratch,
            writing(warehouse, memory_limit=self.settings.memory_limit) as con,
        ):
            for each in looked:
                self._store(con, each, scratch, spool.reader_version)
            stages = STAGES[STAGES.index(self.settings.usable_from_stage) :]
            find_matches(con, answers(self.settings), self.progress, stages)
            if self._load_made_files(con, scratch):
                find_matches(con, answers(self.settings), self.progress, stages)
            tell_newest(con)
            by_use = self._load_verdicts(con, scratch)
            rests_on = inputs(con, self.settings)
            for each in looked:
                each.account.record(con, self.now, rests_on)
            return self._report(looked, found(con), stand_ins(con), by_use, by_files(con))

    def _store(self, con: DuckDBPyConnection, looked: Looked, scratch: Path, version: int) -> None:
        if looked.found:
            zone = self.settings.zone
            store(con, looked.found, scratch, zone=zone, now=self.now, reader_version=version)
        forget(con, looked.gone, self.now)

    def _load_verdicts(self, con: DuckDBPyConnection, scratch: Path) -> int:
        """By the ordinary way: a file of records, merged and resolved; how many."""
        file, meaning = scratch / VERDICTS, self.settings.media.folders_mean
        n = write_verdicts(changed_verdicts(con, meaning, self.now.replace(tzinfo=None)), file)
        self._load(con, scratch, Reading(Opened(file, VERDICTS, self.settings), VerdictLog()), n)
        return n

    def _load_made_files(self, con: DuckDBPyConnection, scratch: Path) -> bool:
        """Attempts by files alone, where the settings want them; whether any came or went."""
        file = scratch / MADE_FILES
        n, taken_back = write_made_files(con, file, self.settings)
        if n or taken_back:
            made = Reading(Opened(file, MADE_FILES, self.settings), MadeFiles())
            self._load(con, scratch, made, n)
        return bool(n or taken_back)

    def _load(self, con: DuckDBPyConnection, scratch: Path, reading: Reading, n: int) -> None:
        """By the ordinary way, where there is anything; relations are brought forward."""
        batch = Batch(con, scratch, self.progress)
        try:
            if n:
                batch.add(0, reading)
            batch.finish()
            resolve_loaded(con, self.settings)
        finally:
            batch.close()

    def _report(
        self,
        looked: Sequence[Looked],
        told: Found,
        older: tuple[StandIn, ...],
        by_use: int,
        made: int,
    ) -> ScanReport:
        accounts = tuple(each.account for each in looked)
        return ScanReport(accounts, *told, self.missing, older, by_use, made)
