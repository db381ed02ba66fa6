"""Loading files into the warehouse: one private copy and one publication per command.

Every file is opened, identified and read by itself; one that is refused is told of, and the others
load. What was loaded before, and would be read in the same way, is not read again.
"""

from __future__ import annotations

import gc
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from data.errors import (
    RefusedFileError,
    SettingsError,
    UnclaimedFileError,
    WarehouseError,
)
from data.warehouse.file import Reader, clear_up, place_of, writing
from data.warehouse.scratch import is_scratch, scratch_beside
from ingest.formats.times import moment
from ingest.load.account import FileAccount, known_account, waited_for
from ingest.load.batch import Batch
from ingest.load.publishing import NothingToPublish, explained, unless_nothing
from ingest.load.reading import chooser
from ingest.load.resolving import Resolving
from ingest.maps.presets import map_called
from ingest.opening.find import Opening, find
from ingest.sources import all_sources
from ingest.sources.told import check_told
from ingest.storing.cleared_text import clear_old_text
from ingest.storing.merge_results import touch_attempts_of_assets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime

    from duckdb import DuckDBPyConnection

    from data.settings import Settings
    from ingest.load.batch import Keep
    from ingest.load.reading import Reading
    from ingest.maps.map import Map
    from ingest.opening.find import FoundFile
    from ingest.source import Opened, Source

    Progress = Callable[[str, int, int], None]
    Resolve = Callable[[DuckDBPyConnection, Settings], object]


def load_paths(
    paths: Iterable[str],
    settings: Settings,
    *,
    source: str | None = None,
    map_file: Path | None = None,
    submitted_at: str | None = None,
    progress: Progress | None = None,
    began: float | None = None,
    into: Path | None = None,
    keep: Keep | None = None,
) -> list[FileAccount]:
    """Load files, folders, globs or `-` as the command line names them.

    `began`: when the command did, by `perf_counter`. `into`: another warehouse than that of the
    settings, in which nothing is resolved. `keep` is shown what was read, before it is merged.

    Raises SettingsError for a map or time that does not hold, WarehouseError where nothing could
    be published. A file that is refused has an account with its `error`.
    """
    if map_file is not None and source is not None:
        raise SettingsError(
            f"--map {map_file} and --source {source}: give one of them. A map reads its files by "
            "itself, and its name is their source."
        )
    return load(
        into or settings.warehouse,
        paths,
        settings=settings,
        source=source,
        map_=None if map_file is None else map_called(map_file, dated=submitted_at is not None),
        submitted_at=None if submitted_at is None else _given_time(submitted_at, settings),
        progress=progress,
        began=began,
        resolve=None if into is None else lambda *_: None,
        keep=keep,
    )


def _given_time(text: str, settings: Settings) -> datetime:
    try:
        return moment(text, settings.zone)
    except ValueError as error:
        raise SettingsError(f"--submitted-at: {error}") from None


def load_found(
    files: Iterable[FoundFile], settings: Settings, *, progress: Progress | None = None
) -> list[FileAccount]:
    """Load files that were found already, as `load_paths` does where nothing more is said."""
    return load(settings.warehouse, (), settings=settings, files=files, progress=progress)


def load(
    warehouse: Path,
    paths: Iterable[str],
    *,
    settings: Settings,
    files: Iterable[FoundFile] = (),
    sources: Sequence[Source] | None = None,
    map_: Map | None = None,
    source: str | None = None,
    submitted_at: datetime | None = None,
    progress: Progress | None = None,
    began: float | None = None,
    resolve: Resolve | None = None,
    keep: Keep | None = None,
) -> list[FileAccount]:
    """Load files and publish the warehouse once; the account of each file, in their order.

    `files` were found already and follow those of the paths. `progress(file, bytes done, bytes in
    all)` hears how far each file is. `resolve`: what is done in place of the usual resolving.
    """
    began = perf_counter() if began is None else began
    if settings.sources:
        check_told(settings, all_sources() if sources is None else sources)
    usual = Resolving(settings)
    with _scratch(warehouse) as scratch, _old_objects_left_alone():
        loader = _Loader(
            warehouse,
            settings,
            Opening(scratch, settings, submitted_at),
            chooser(sources, map_, source),
            progress or (lambda _file, _done, _all: None),
            resolve or usual,
            began,
            keep,
            usual.read_ahead if resolve is None else lambda: None,
        )
        with explained(warehouse), unless_nothing(), ExitStack() as stack:
            loader.load(chain(find(paths), files), stack)
            if loader.batch is None:
                clear_up(warehouse)
    accounts = [loader.accounts[slot] for slot in sorted(loader.accounts)]
    accounts = [each for each in accounts if not is_scratch(Path(each.file), scratch)]
    return waited_for(accounts, perf_counter() - began)


@contextmanager
def _scratch(warehouse: Path) -> Iterator[Path]:
    """A folder beside the warehouse, where the disk is that has to hold it."""
    with explained(warehouse), scratch_beside(place_of(warehouse)) as folder:
        yield folder


@contextmanager
def _old_objects_left_alone() -> Iterator[None]:
    """What there is now is not searched for garbage: in the middle of a load it takes 30 ms."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


@dataclass
class _Loader:
    warehouse: Path
    settings: Settings
    opening: Opening
    choose: Callable[[Opened], Reading]
    progress: Progress
    resolve: Resolve
    began: float
    keep: Keep | None
    meanwhile: Callable[[], None]
    """What to begin while the engine writes rows."""
    accounts: dict[int, FileAccount] = field(default_factory=dict)
    batch: Batch | None = None
    comes_forward: bool = False
    """Whether the published warehouse is older than this program: then it is published anyway."""

    def load(self, files: Iterable[FoundFile], stack: ExitStack) -> None:
        for slot, found in enumerate(files):
            if found.no_log is not None:
                self.accounts[slot] = FileAccount(found.name, no_log=found.no_log)
                continue
            try:
                reading = self._reading(found)
                self._load_file(slot, reading, stack)
                self._forget(reading)
            except UnclaimedFileError as error:
                self.accounts[slot] = _unclaimed(found, error)
            except (RefusedFileError, SettingsError) as error:
                self.accounts[slot] = FileAccount(found.name, error=str(error))
        if self.batch is not None:
            self._finish(self.batch)

    def _reading(self, found: FoundFile) -> Reading:
        return self.choose(self.opening.open(found))

    def _load_file(self, slot: int, reading: Reading, stack: ExitStack) -> None:
        known = self._known(reading)
        if known is not None:
            self.accounts[slot] = known
            return
        if reading.map is not None:
            reading.hash_ahead()
        if self.batch is None:
            con = stack.enter_context(
                writing(
                    self.warehouse,
                    memory_limit=self.settings.memory_limit,
                    n_bytes=reading.n_bytes,
                )
            )
            scratch = self.opening.scratch
            self.batch = Batch(con, scratch, self.progress, self.keep, self.meanwhile)
            stack.callback(self.batch.close)
            known = self._known(reading)  # another load may have been faster
        if known is not None:
            self.accounts[slot] = known
        else:
            self.batch.add(slot, reading)

    def _known(self, reading: Reading) -> FileAccount | None:
        """The account of a file loaded before. Its hash is taken only if its size is known."""
        started = perf_counter()
        if self.batch is not None:
            account = _known(self.batch.con, reading)
        elif not self.warehouse.exists():
            return None
        else:
            account = self._published(reading)
        return account and replace(account, seconds=perf_counter() - started)

    def _published(self, reading: Reading) -> FileAccount | None:
        try:
            with Reader(self.warehouse, self.settings.memory_limit) as reader:
                return _known(reader.cursor(), reading)
        except WarehouseError:  # older, or none of ours: opening it for writing tells
            self.comes_forward = True
            return None

    def _forget(self, reading: Reading) -> None:
        """Give back the disk of an unpacked copy."""
        if reading.file.path.is_relative_to(self.opening.scratch):
            reading.file.path.unlink(missing_ok=True)

    def _finish(self, batch: Batch) -> None:
        batch.finish()
        self.accounts |= batch.accounts
        if not (batch.accounts or self.comes_forward):
            raise NothingToPublish
        if batch.has_changed or self.comes_forward:
            touch_attempts_of_assets(batch.con)
            self.resolve(batch.con, self.settings)
        clear_old_text(batch.con, self.settings.quarantine_days)
        batch.note_wait(perf_counter() - self.began)


def _unclaimed(found: FoundFile, why: UnclaimedFileError) -> FileAccount:
    """Refused if it was named, for a person thinks that it is a log; else it is none."""
    if found.in_folder:
        return FileAccount(found.name, no_log=why.briefly)
    return FileAccount(found.name, error=str(why))


def _known(con: DuckDBPyConnection, reading: Reading) -> FileAccount | None:
    sizes = con.execute(
        "SELECT 1 FROM warehouse.main.files WHERE bytes = ? LIMIT 1", [reading.n_bytes]
    )
    if sizes.fetchone() is None:
        return None
    return known_account(con, reading.file.name, reading.identity)
