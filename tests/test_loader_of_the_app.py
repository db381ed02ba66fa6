"""What loads beside the web app: it starts with it, is started again where it died, and ends."""

from __future__ import annotations

import os
import signal
import socket
import subprocess

import pytest

from dashboard.serve.loader import FIRST_PAUSE_S, PARENT, Loader
from tests.watched_studio import WatchedStudio, lines


class Processes:
    """Stands in for Popen: each process lives until the test says how it ended."""

    def __init__(self):
        self.started = []

    def __call__(self, command, *, env, stdin, start_new_session):
        assert start_new_session
        assert stdin == subprocess.DEVNULL
        self.started.append((command, env[PARENT]))
        self.code = None
        return self

    def poll(self):
        return self.code


@pytest.fixture
def processes(monkeypatch):
    made = Processes()
    monkeypatch.setattr(subprocess, "Popen", made)
    return made


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


def test_one_that_dies_is_told_and_started_again_after_longer_and_longer_pauses(processes):
    clock, said = Clock(), []
    loader = Loader(["offcut", "watch"], {}, said.append, clock=clock)
    loader.look_after()
    loader.look_after()
    assert processes.started == [(["offcut", "watch"], str(os.getpid()))]
    for n, pause in enumerate((FIRST_PAUSE_S, 2 * FIRST_PAUSE_S), start=1):
        processes.code = -9
        loader.look_after()
        assert len(said) == n
        assert said[-1].endswith(
            f"(signal 9); what was loaded stands. It is started again in {pause:g} s."
        )
        clock.now += pause - 0.1
        loader.look_after()
        assert len(processes.started) == n
        clock.now += 0.2
        loader.look_after()
        assert len(processes.started) == n + 1


def test_one_that_lived_long_is_started_again_soon(processes):
    clock, said = Clock(), []
    loader = Loader(["offcut"], {}, said.append, clock=clock)
    for _ in range(5):
        loader.look_after()
        processes.code = 1
        loader.look_after()
        clock.now += 1000
    loader.look_after()
    clock.now += 1000
    processes.code = 1
    loader.look_after()
    assert said[-1].endswith(
        f"(exit code 1); what was loaded stands. It is started again in {FIRST_PAUSE_S:g} s."
    )


def test_without_a_command_none_is_started(processes):
    Loader([], {}, print).look_after()
    assert processes.started == []


# --- as it is -----------------------------------------------------------------------------------


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def test_the_app_with_its_watcher_starts_and_ends_as_one(tmp_path):
    studio = WatchedStudio(tmp_path)
    with (tmp_path / "offcut.toml").open("a") as config:
        config.write('folders = ["logs"]\n')
    studio.log("first.jsonl", range(2))
    with studio.watching("dashboard", "--watch", "--port", free_port()) as app:
        studio.until_said("Offcut: http://127.0.0.1:")
        studio.until_attempts(2)
        studio.until_looked()
        first = studio.state()["pid"]
        os.kill(first, signal.SIGKILL)
        studio.until_said("What loads beside the web app ended by itself (signal 9)")
        studio.log("second.jsonl", range(2, 4))
        studio.until_attempts(4)
        studio.until(lambda: studio.state()["pid"] != first, "another loader")
        assert studio.stop(app) == 0
        assert "ended_at" in studio.state()
    assert "Stopped" not in studio.said


def test_the_app_alone_loads_what_is_decided_in_it_and_no_folder(tmp_path):
    studio = WatchedStudio(tmp_path)
    studio.log("first.jsonl", range(2, 4))
    with studio.watching("dashboard", "--port", free_port()) as app:
        studio.until_said("Offcut: http://127.0.0.1:")
        (tmp_path / "w-desk").mkdir()
        (tmp_path / "w-desk" / "decisions.jsonl").write_text(lines(range(2)))
        studio.until_attempts(2)
        studio.until(lambda: studio.state().get("kind") == "desk", "its state")
        app.kill()  # with nothing left to end the loader, it ends by itself
        app.wait()
        studio.until(lambda: "ended_at" in studio.state(), "its end")


def test_the_app_does_not_begin_to_watch_where_there_is_nothing_to(tmp_path):
    studio = WatchedStudio(tmp_path)
    with studio.watching("dashboard", "--watch", "--port", free_port()) as app:
        assert app.wait(60) == 1
    assert "No folder to watch" in studio.said
