"""Watching, turn by turn: look, load, scan, review, and say how it fares."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from dashboard.cli.console import message, plain
from dashboard.cli.stopping import raise_if_stopped
from dashboard.cli.watch_printed import Told
from dashboard.cli.watch_review import ReviewTask
from data.errors import OffcutError, WarehouseError
from data.settings import config_file, load_settings
from data.warehouse.file import generation, is_being_written, place_of
from data.watch_state import WatchState, is_watched, watching, write_state

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.cli.session import Session
    from dashboard.cli.watch_door import DueFiles, Watched
    from data.settings import Settings

SHOWN = 20
"""Files still being written whose names are kept."""
WAITS = "Another load is running; what came meanwhile is loaded after it."


@dataclass
class WatchLoop:
    """One watcher. `folders` are those named; without any, those of the settings."""

    session: Session
    folders: Sequence[str]
    desk_only: bool = False
    settings: Settings = field(init=False)
    watched: Watched = field(init=False)
    told: Told = field(init=False)
    reviews: ReviewTask = field(init=False)
    state: WatchState = field(init=False)
    _config: tuple[str, int] | None = None
    _troubles: dict[str, str] = field(default_factory=dict)
    _was_there: bool = False
    """Whether the warehouse was."""

    def __post_init__(self) -> None:
        """Begin with the settings as they are. Raises SettingsError where there is no folder."""
        self._config = self._config_now()
        self._take(self.session.settings)
        now = _now()
        kind = "desk" if self.desk_only else "folders"
        self.state = WatchState(kind=kind, pid=os.getpid(), began_at=now, looked_at=now)

    def run(self) -> None:
        """Watch for ever. Raises WarehouseError where somebody does it already."""
        if not self.desk_only:
            place_of(self.settings.warehouse).parent.mkdir(parents=True, exist_ok=True)
            self.told.beginning(self.watched.states, self.settings)
        elif not place_of(self.settings.warehouse).parent.is_dir():
            self._wait_for_warehouse()
        with watching(self.settings.warehouse, self.state.kind):
            while True:
                self.turn()
                raise_if_stopped()
                self.watched.wait()

    def turn(self) -> None:
        """All there is to do now."""
        if self.desk_only and is_watched(self.settings.warehouse, "folders"):
            return  # who watches folders loads what is decided in the app too
        self._heed_settings()
        for sentence in self.watched.look():
            message(sentence)
        self._write(looked_at=_now())
        self._load()
        if not self.desk_only:
            self._scan()
            self._review()
        self._write()

    def ended(self) -> None:
        """It was stopped."""
        self.watched.close()
        self.note_end()

    def note_end(self) -> None:
        """Let the state say so."""
        self._write(ended_at=_now())

    # --- settings -----------------------------------------------------------------------------

    def _take(self, settings: Settings) -> None:
        self.watched = self.session.ingest.watched(self.folders, settings, desk_only=self.desk_only)
        self.settings, self.told = settings, Told(settings)
        self.reviews = ReviewTask(settings, self.session.config)

    def _config_now(self) -> tuple[str, int] | None:
        file = config_file(self.session.config)
        return None if file is None else (str(file), file.stat().st_mtime_ns)

    def _heed_settings(self) -> None:
        """Take them anew when their file changed; what does not hold is told, and the old stand."""
        try:
            now = self._config_now()
            if now == self._config:
                return
            self._config = now
            given = {} if self.session.warehouse is None else {"warehouse": self.session.warehouse}
            fresh = load_settings(self.session.config, **given)
            if fresh.warehouse != self.settings.warehouse:
                raise WarehouseError(
                    "The settings name another warehouse now: stop watching and start it again."
                )
            before = self.watched
            self._take(fresh)
            before.close()
        except (OffcutError, OSError) as error:
            self._trouble("settings", f"{error} The settings as they were before stand.")
        else:
            message("The settings changed and are read anew.")
            self._over("settings")

    # --- what is done -------------------------------------------------------------------------

    def _load(self) -> None:
        before = self._generation()
        self._was_there |= before is not None
        due = self.watched.due()
        if due is None:
            return
        try:
            self._check_warehouse(is_there=before is not None)
            self._tell_of_another_load()
            accounts = self.session.ingest.load_found(due.files, self.settings)
        except Exception as error:  # noqa: BLE001 (whatever it is, watching goes on)
            self.watched.failed()
            self._trouble("load", _in_words(error))
        else:
            self._loaded(due, accounts, has_published=self._generation() != before)

    def _loaded(self, due: DueFiles, accounts: Sequence[Any], *, has_published: bool) -> None:
        refused = {each.file for each in accounts if each.error is not None}
        self.watched.loaded(due, refused, has_published=has_published)
        self._over("load")
        self.told.load(accounts, has_published=has_published)
        if has_published:
            self._write(loaded_at=_now())

    def _check_warehouse(self, *, is_there: bool) -> None:
        """Nobody wants a new one in the place where its drive was. Raises WarehouseError."""
        if self._was_there and not is_there:
            raise WarehouseError(
                f"{self.settings.warehouse}: the warehouse is not there any more (a drive may be "
                "missing). Bring it back; or, for a new one, stop watching and start it again."
            )

    def _tell_of_another_load(self) -> None:
        if is_being_written(self.settings.warehouse):
            self._trouble("load", WAITS)
            self._write()

    def _scan(self) -> None:
        before = self._generation()
        digest = self.watched.scan_due()
        if digest is None:
            return
        try:
            self._check_warehouse(is_there=before is not None)
            report = self.session.ingest.scan((), self.settings)
        except Exception as error:  # noqa: BLE001 (the same)
            self.watched.scan_failed()
            self._trouble("scan", _in_words(error))
            return
        self.watched.scanned(digest, has_published=self._generation() != before)
        self._over("scan")
        self.told.scan(report)
        self._write(scanned_at=_now())

    def _review(self) -> None:
        try:
            is_made = self.reviews.turn()
        except (OffcutError, OSError) as error:
            self._trouble("review", str(error))
            return
        if is_made:
            self._over("review")
            self._write(reviewed_at=_now())

    # --- how it fares -------------------------------------------------------------------------

    def _trouble(self, task: str, sentence: str) -> None:
        """Say it, unless it is that somebody stopped all this. Raises Stopped then."""
        raise_if_stopped()
        sentence = plain(sentence)
        if self.told.anew(self._troubles.get(task), sentence):
            message(sentence)
        self._troubles[task] = sentence
        if sentence != WAITS:
            self._write(last_trouble=sentence, last_trouble_at=_now())

    def _over(self, task: str) -> None:
        self._troubles.pop(task, None)

    def _write(self, **changed: Any) -> None:
        writing = self.watched.writing
        now = {
            "folders": tuple(self.watched.states),
            "writing": tuple(writing[:SHOWN]),
            "n_writing": len(writing),
            "n_ready": self.watched.n_ready,
            "trouble": next(iter(self._troubles.values()), None),
        }
        self.state = self.state.model_copy(update=now | changed)
        write_state(self.settings.warehouse, self.state)

    def _generation(self) -> object:
        try:
            return generation(self.settings.warehouse)
        except WarehouseError:
            return None

    def _wait_for_warehouse(self) -> None:
        """There is no folder yet in which anything could be decided."""
        while not place_of(self.settings.warehouse).parent.is_dir():
            self.watched.wait()


def _now() -> datetime:
    return datetime.now(UTC)


def _in_words(error: Exception) -> str:
    if isinstance(error, OffcutError | OSError):
        return str(error)
    first_line = str(error).partition("\n")[0]
    return (
        f"Something nobody thought of: {type(error).__name__}: {first_line}. Please report it. "
        "Nothing was changed; it is tried again."
    )
