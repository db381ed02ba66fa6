"""One turn after the other of a watcher, with a door to `ingest` that does as the test says."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from dashboard.cli.session import Session
from dashboard.cli.watch_loop import WatchLoop
from data.errors import WarehouseError
from data.watch_state import watch_of
from ingest import door


class Door:
    """Loads nothing, and fails where it is told to."""

    def __init__(self):
        self.fails, self.loaded = None, []

    def watched(self, folders, settings, *, desk_only):
        return door.watched(folders, settings, desk_only=desk_only)

    def load_found(self, files, settings):
        if self.fails is not None:
            raise self.fails
        self.loaded.append([each.name for each in files])
        return []


@pytest.fixture
def watcher(tmp_path, monkeypatch):
    """The loop, its door, and `later`, which lets seconds pass and has a turn."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "logs").mkdir()
    doing, clock = Door(), SimpleNamespace(now=0.0)
    loop = WatchLoop(Session(tmp_path / "w.duckdb", None, doing), ("logs",))
    loop.watched.clock = lambda: clock.now
    monkeypatch.setattr(loop.watched.doorbell, "hang", lambda _: None)

    def later(seconds):
        clock.now += seconds
        loop.turn()

    return SimpleNamespace(loop=loop, door=doing, later=later, logs=tmp_path / "logs")


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (WarehouseError("Make room."), "Make room."),
        (OSError(28, "No space left on device"), "No space left on device"),
        (RuntimeError("std::bad_cast\nmore"), "nobody thought of: RuntimeError: std::bad_cast."),
    ],
)
def test_whatever_a_load_fails_with_is_told_once_and_tried_again_a_minute_later(
    watcher, capsys, error, said
):
    (watcher.logs / "a.csv").touch()
    watcher.door.fails = error
    for seconds in (0, 5, 60, 60):
        watcher.later(seconds)
    assert capsys.readouterr().err.count(said) == 1
    assert said in watch_of(watcher.loop.settings.warehouse).state.trouble
    watcher.door.fails = None
    watcher.later(59)
    assert watcher.door.loaded == []
    watcher.later(1)
    assert watcher.door.loaded == [["logs/a.csv"]]
    state = watch_of(watcher.loop.settings.warehouse).state
    assert state.trouble is None
    assert said in state.last_trouble


def test_what_is_ready_is_loaded_together_and_once(watcher):
    for name in ("b.csv", "a.csv"):
        (watcher.logs / name).touch()
    for seconds in (0, 4.9, 0.1, 60, 600):
        watcher.later(seconds)
    assert watcher.door.loaded == [["logs/a.csv", "logs/b.csv"]]


def test_a_file_seen_from_two_folders_is_loaded_once(watcher):
    loop = watcher.loop
    (watcher.logs / "a.csv").touch()
    both = door.watched(("logs", "."), loop.settings)
    both.clock = loop.watched.clock
    both.doorbell = loop.watched.doorbell
    loop.watched = both
    watcher.later(0)
    watcher.later(5)
    assert watcher.door.loaded == [["logs/a.csv"]]


def test_a_file_that_went_before_its_load_is_no_error(watcher):
    (watcher.logs / "a.csv").touch()
    watcher.later(0)
    watcher.later(4)
    look = watcher.loop.watched.look

    def gone():
        told = look()
        (watcher.logs / "a.csv").unlink(missing_ok=True)
        return told

    watcher.loop.watched.look = gone
    watcher.later(1)
    assert watcher.door.loaded == []
