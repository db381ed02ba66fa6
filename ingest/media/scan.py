"""Scanning folders: what lies there, which output each file is, and what being used says.

Files that are known are not read again; what was read before a stop is not either. Then all matches
are found anew, for logs and answers may have come since, and the warehouse is published once.
"""

from __future__ import annotations

import hashlib
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from data.evidence.match_journal import answers
from data.warehouse.file import place_of, writing
from data.warehouse.scratch import scratch_beside
from ingest.load.batch import Batch
from ingest.load.load import resolve_loaded
from ingest.load.publishing import NothingToPublish, explained, unless_nothing
from ingest.load.reading import Reading
from ingest.media.account import ScanReport
from ingest.media.by_use import changed_verdicts, write_verdicts
from ingest.media.folders import folders_asked
from ingest.media.known import known_files, media_version
from ingest.media.looking import look
from ingest.media.matching.found import find_matches
from ingest.media.spool import ScanSpool
from ingest.media.storing import forget_gone, store, tell_newest
from ingest.media.verdict_log import VerdictLog
from ingest.source import Opened

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from data.settings import Settings
    from ingest.media.folders import ScannedFolder
    from ingest.media.looking import Looked

    Progress = Callable[[str, int, int], None]

VERDICTS = "what_is_used.jsonl"
INPUTS = """
    SELECT format('{}/{}', coalesce(max(file_no), 0), count(*)) FROM warehouse.main.files
"""
INPUTS_BEFORE = "SELECT arg_max(inputs, scanned_at) FROM warehouse.main.scans HAVING count(*) > 0"
FOUND = """
    SELECT
        (SELECT count(DISTINCT media_sha256) FROM warehouse.main.media_matches
         WHERE confidence = 'certain'),
        count(DISTINCT sha256) FILTER (n_possible > 0 AND NOT is_explained),
        count(*) FILTER (role = 'final' AND NOT is_explained AND problem IS NULL),
        count(*) FILTER (role = 'final' AND is_dark)
    FROM warehouse.main.media_facts
"""


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
    folders, missing = folders_asked(named, role, settings.media)
    return _Scan(settings, progress or _unheard, missing).run(folders)


def settle(settings: Settings, progress: Progress | None = None) -> ScanReport:
    """Find all matches anew, after answers or logs came, without looking at any folder."""
    return _Scan(settings, progress or _unheard).run(())


def _unheard(_what: str, _done: int, _in_all: int) -> None:
    """Nobody listens."""


@dataclass
class _Scan:
    settings: Settings
    progress: Progress
    missing: tuple[str, ...] = ()
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    by_use: int = 0
    report: ScanReport | None = None

    def run(self, folders: Sequence[ScannedFolder]) -> ScanReport:
        warehouse = self.settings.warehouse
        place_of(warehouse).parent.mkdir(parents=True, exist_ok=True)
        spool = ScanSpool.beside(warehouse, media_version(self.settings))
        known = known_files(self.settings) if folders else {}
        with explained(warehouse), unless_nothing(), ExitStack() as stack:
            looked = [look(each, self.settings, known, spool, self.progress) for each in folders]
            scratch = stack.enter_context(scratch_beside(place_of(warehouse)))
            con = stack.enter_context(writing(warehouse, memory_limit=self.settings.memory_limit))
            self._store(con, looked, scratch, spool.reader_version)
            self._settle(con, looked, scratch)
        spool.clear()
        assert self.report is not None
        return self.report

    def _store(
        self, con: DuckDBPyConnection, looked: Sequence[Looked], scratch: Path, version: int
    ) -> None:
        for each in looked:
            if each.found:
                zone = self.settings.zone
                store(con, each.found, scratch, zone=zone, now=self.now, reader_version=version)
            folder = each.account.folder.path
            each.account.gone = forget_gone(con, folder, each.paths, self.now)

    def _settle(self, con: DuckDBPyConnection, looked: Sequence[Looked], scratch: Path) -> None:
        """Matches, uses and verdicts anew; nothing, where all is as the last scan left it."""
        has_changed = any(each.found or each.account.gone for each in looked)
        if not has_changed and _row(con, INPUTS_BEFORE) == self._inputs(con):
            self._tell(con, looked)
            raise NothingToPublish
        find_matches(con, answers(self.settings), self.progress)
        tell_newest(con)
        self._load_verdicts(con, scratch)
        inputs = self._inputs(con)
        for each in looked:
            each.account.record(con, self.now, inputs)
        self._tell(con, looked)

    def _inputs(self, con: DuckDBPyConnection) -> str:
        """What matches rest on besides the files: the logs loaded, and the answers given."""
        said = repr(sorted(answers(self.settings).items())).encode()
        return f"{_row(con, INPUTS)}/{hashlib.sha256(said).hexdigest()}"

    def _load_verdicts(self, con: DuckDBPyConnection, scratch: Path) -> None:
        """By the ordinary way: a file of records, merged and resolved."""
        file = scratch / VERDICTS
        changed = changed_verdicts(
            con, self.settings.media.folders_mean, self.now.replace(tzinfo=None)
        )
        self.by_use = write_verdicts(changed, file)
        batch = Batch(con, scratch, self.progress)
        try:
            if self.by_use:
                batch.add(0, Reading(Opened(file, VERDICTS, self.settings), VerdictLog()))
            batch.finish()
            resolve_loaded(con, self.settings)
        finally:
            batch.close()

    def _tell(self, con: DuckDBPyConnection, looked: Sequence[Looked]) -> None:
        found = con.execute(FOUND).fetchone()
        assert found is not None
        certain, possible, unexplained, dark = found
        accounts = tuple(each.account for each in looked)
        self.report = ScanReport(
            accounts, certain, possible, unexplained, dark, self.missing, self.by_use
        )


def _row(con: DuckDBPyConnection, query: str) -> str | None:
    row = con.execute(query).fetchone()
    return str(row[0]) if row else None
