"""Watched folders and the Desk's journal: what to load now, and when to look again."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from data.desk_journal import desk_folder
from data.errors import SettingsError
from data.evidence.thumbnails import thumbnails_folder
from data.review.kept import reviews_folder
from data.uploads import uploads_folder
from data.warehouse.file import place_of
from data.watch_state import FolderState
from ingest.load.known_maps import known_maps_folder
from ingest.media.folders import shown
from ingest.opening.find import FoundFile
from ingest.watch.doorbell import Doorbell
from ingest.watch.folders import Folder, stamp_of_maps
from ingest.watch.media import media_digest
from ingest.watch.pace import Pace, ScanPace
from ingest.watch.sentences import cannot_tell, never_still
from ingest.watch.stillness import Patience

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Sequence

    from data.settings import Settings
    from ingest.watch.folders import Identity
    from ingest.watch.stillness import Ready

LEAST_PAUSE_S, LONGEST_LEAST_PAUSE_S = 0.05, 1.0
PAUSE_PER_LOOK = 10
"""Times as long as a look took nobody looks again."""
JOURNAL = ".jsonl"


@dataclass(frozen=True)
class Due:
    """Files to load together."""

    files: tuple[FoundFile, ...]
    ready: tuple[tuple[Folder, tuple[Ready, ...]], ...]


def check_folders(folders: Sequence[str]) -> None:
    """Raise SettingsError for one that is none: whoever types a name is told when it is wrong."""
    for each in folders:
        if not Path(each).is_dir():
            what = (
                "a file: watch the folder it lies in" if Path(each).exists() else "no such folder"
            )
            raise SettingsError(f"{each}: {what}. Nothing is watched.")


def watched(folders: Sequence[str], settings: Settings, *, desk_only: bool = False) -> Watched:
    """The folders named, or those of the settings, and the Desk's journal; or that alone.

    Raises SettingsError where there is none to watch.
    """
    named = () if desk_only else tuple(folders) or settings.watch.folders
    has_media = any(getattr(settings.media, name) for name in ("outputs", "finals", "references"))
    if not (named or has_media or desk_only):
        raise SettingsError(
            "No folder to watch. Name one (`offcut watch exports`), or write them into "
            'offcut.toml: [watch] folders = ["…"].'
        )
    return Watched(
        settings,
        tuple(_folder(Path(each).expanduser(), settings) for each in named),
        _desk(settings),
        scans_media=has_media and not desk_only,
    )


def _folder(path: Path, settings: Settings) -> Folder:
    watch = settings.watch
    patience = Patience(watch.still_s, watch.growing_every_s)
    return Folder(path, patience, _of_ours_within(path, settings))


def _desk(settings: Settings) -> Folder:
    """Its lines are whole once they are there, so nobody waits for the file to stand still."""
    patience = Patience(settings.watch.still_s, growing_every_s=0)
    return Folder(desk_folder(settings.warehouse), patience, only=JOURNAL, may_be_missing=True)


def _of_ours_within(path: Path, settings: Settings) -> tuple[str, ...]:
    """What Offcut itself writes in a folder: the warehouse and what lies beside it."""
    place, root = place_of(settings.warehouse), Path(os.path.realpath(path))
    beside = (desk_folder(place), thumbnails_folder(place), uploads_folder(place))
    kept = (*beside, reviews_folder(settings))
    names = (str(place), *(f"{each}{os.sep}" for each in kept))
    inside = (each for each in names if each.startswith(f"{root}{os.sep}"))
    return tuple(f"{path}{each.removeprefix(str(root))}" for each in inside)


@dataclass
class Watched:
    """What is watched, as it was seen. `clock` counts seconds."""

    settings: Settings
    folders: tuple[Folder, ...]
    desk: Folder
    scans_media: bool = False
    clock: Callable[[], float] = time.monotonic
    doorbell: Doorbell = field(default_factory=Doorbell)
    pace: Pace = field(init=False)
    scans: ScanPace = field(init=False)
    _hung_at: tuple[tuple[Path, Identity], ...] | None = None
    _maps: tuple[tuple[str, int], ...] | None = None
    _problem: str | None = None
    _took_s: float = 0.0

    def __post_init__(self) -> None:
        """Begin with nothing seen and nothing done."""
        watch = self.settings.watch
        self.pace = Pace(watch.at_most_every_s)
        self.scans = ScanPace(watch.scan_every_min * 60, watch.still_s)

    @property
    def _all(self) -> tuple[Folder, ...]:
        return (*self.folders, self.desk)

    def look(self) -> list[str]:
        """See what lies in all folders; sentences for the person who watches."""
        began = self.clock()
        self._heed_maps()
        told = [sentence for each in self._all for sentence in each.look(began)]
        told += [
            never_still(path, self.settings.watch)
            for each in self.folders
            for path in each.stillness.never_still(began)
        ]
        self._listen()
        if self.doorbell.problem and self.doorbell.problem != self._problem:
            told.append(cannot_tell(self.doorbell.problem, self.settings.watch.look_every_s))
        self._problem = self.doorbell.problem
        self._took_s = self.clock() - began
        return told

    def due(self) -> Due | None:
        """What to load now; None where nothing is ready, or too little time has passed."""
        now = self.clock()
        if not self.pace.may(now) or not (ready := self._still_there(now)):
            return None
        files: dict[str, FoundFile] = {}
        for _, some in ready:
            for each in some:
                found = FoundFile(
                    each.path, Path(each.path), in_folder=True, is_growing=each.is_growing
                )
                files.setdefault(os.path.realpath(each.path), found)
        return Due(tuple(files.values()), ready)

    def loaded(self, due: Due, refused: Container[str], *, has_published: bool) -> None:
        """These were loaded, those refused aside, whether or not anything of them was new."""
        now = self.clock()
        for folder, ready in due.ready:
            folder.stillness.loaded(ready, now, refused=refused)
        if has_published:
            self.pace.done(now)
            self.scans.logs_came()

    def failed(self) -> None:
        """The load failed as a whole: all of it is tried again later."""
        self.pace.done(self.clock())

    def scan_due(self) -> str | None:
        """What to pass to `scanned` after a scan that is due now; None where none is."""
        now = self.clock()
        if not (self.scans_media and self.scans.may_look(now) and self.pace.may(now)):
            return None
        digest = media_digest(self.settings.media, thumbnails_folder(self.settings.warehouse))
        if digest is None:
            self.scans.failed(now, self.scans.every_s)
            return None
        return digest if self.scans.is_due(digest, self.clock()) else None

    def scanned(self, digest: str, *, has_published: bool) -> None:
        """The media were scanned."""
        self.scans.scanned(digest, self.clock())
        if has_published:
            self.pace.done(self.clock())

    def scan_failed(self) -> None:
        """They could not be: they are tried again."""
        self.scans.failed(self.clock(), max(self.pace.every_s, self.settings.watch.look_every_s))

    @property
    def states(self) -> tuple[FolderState, ...]:
        """The folders, and whether they are there."""
        return tuple(
            FolderState(path=shown(str(each.path)), is_there=each.identity is not None)
            for each in self.folders
        )

    @property
    def writing(self) -> tuple[str, ...]:
        """The files that are still being written."""
        now = self.clock()
        there = (each for each in self.folders if each.identity is not None)
        return tuple(shown(path) for each in there for path in each.stillness.writing(now))

    @property
    def n_ready(self) -> int:
        """How many files the next load takes."""
        return sum(len(some) for _, some in self._ready(self.clock()))

    def wait(self) -> None:
        """Until there may be something to do."""
        began = self.clock()
        pause = min(LONGEST_LEAST_PAUSE_S, self.settings.watch.still_s / 2)
        least = max(LEAST_PAUSE_S, pause, PAUSE_PER_LOOK * self._took_s)
        least = min(least, self.settings.watch.look_every_s)
        self.doorbell.wait(self._next_at(began) - began)
        if (rest := least - (self.clock() - began)) > 0:
            time.sleep(rest)

    def close(self) -> None:
        """Listen no more."""
        self.doorbell.take_down()

    # --- inside -------------------------------------------------------------------------------

    def _ready(self, now: float) -> tuple[tuple[Folder, tuple[Ready, ...]], ...]:
        there = (each for each in self._all if each.identity is not None)
        found = ((each, tuple(each.stillness.ready(now))) for each in there)
        return tuple((each, some) for each, some in found if some)

    def _still_there(self, now: float) -> tuple[tuple[Folder, tuple[Ready, ...]], ...]:
        """The same without those that went since they were seen; the next look forgets them."""
        left = (
            (folder, tuple(each for each in some if Path(each.path).exists()))
            for folder, some in self._ready(now)
        )
        return tuple((folder, some) for folder, some in left if some)

    def _next_at(self, now: float) -> float:
        """When to look again if nobody rings."""
        times = [now + self.settings.watch.look_every_s]
        stands = (each.stillness.next_at() for each in self._all)
        times += [max(at, self.pace.next_at) for at in stands if at is not None]
        if self.scans_media:
            times.append(max(self.scans.next_at, self.pace.next_at))
        return min(times)

    def _heed_maps(self) -> None:
        """With other known maps, files may be read that nobody knew, or be read otherwise."""
        maps = stamp_of_maps(known_maps_folder(self.settings))
        if self._maps is not None and maps != self._maps:
            for each in self._all:
                each.stillness.forget_loaded()
        self._maps = maps

    def _listen(self) -> None:
        there = tuple((each.path, each.identity) for each in self._all if each.identity is not None)
        if there != self._hung_at:
            self._hung_at = there
            self.doorbell.hang([path for path, _ in there])
