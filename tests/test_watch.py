"""`offcut watch` as a process: what comes loads by itself, whatever happens to it meanwhile."""

from __future__ import annotations

import os
import signal
import sys
import time
from itertools import pairwise

import pytest
from filelock import FileLock

from data.settings import load_settings
from data.watch_state import watch_of
from ingest.load.load import load_paths
from tests.command_folder import CommandFolder
from tests.watched_studio import MAP, PATIENCE_S, WatchedStudio, lines


@pytest.fixture
def studio(tmp_path):
    return WatchedStudio(tmp_path)


class Commands(CommandFolder):
    def __init__(self, folder):
        self.folder = folder


def test_what_lies_there_and_what_comes_is_loaded_once_and_printed_in_a_line(studio):
    studio.log("first.jsonl", range(3))
    with studio.watching() as process:
        studio.until_attempts(3)
        studio.log("deep/second.jsonl", range(3, 5))
        studio.until_attempts(5)
        with (studio.logs / "first.jsonl").open("a") as file:
            file.write(lines([5]))
        studio.until_attempts(6)
        assert studio.stop(process) == 0
    printed = studio.out.read_text().splitlines()
    assert [line.split("  ", 1)[1].rsplit(", ", 1)[0] for line in printed] == [
        "logs/first.jsonl: 3 read: 3 new",
        "logs/deep/second.jsonl: 2 read: 2 new",
        "logs/first.jsonl: 4 read: 1 new, 3 unchanged",
    ]
    assert studio.files() == 3


def test_after_a_restart_what_came_meanwhile_is_loaded_and_the_rest_is_not_again(studio):
    studio.log("first.jsonl", range(3))
    load_paths([str(studio.logs)], load_settings(studio.folder / "offcut.toml"))
    studio.log("second.jsonl", range(3, 5))
    with studio.watching():
        studio.until_attempts(5)
        studio.until_looked()
    assert studio.files() == 2
    assert "first.jsonl: " not in studio.out.read_text()


def test_a_file_is_loaded_only_once_it_stands_still(tmp_path):
    studio = WatchedStudio(tmp_path, still_s=1.5, growing_every_s=600)
    with studio.watching():
        studio.until_said("Watching logs")
        for n in range(12):
            with (studio.logs / "slow.jsonl").open("a") as file:
                file.write(lines([n])[:-20])
                file.flush()
                time.sleep(0.2)
                file.write(lines([n])[-20:])
            assert studio.attempts() == 0
        assert studio.state()["writing"] == ["logs/slow.jsonl"]
        studio.until_attempts(12)
    assert studio.asked("SELECT count(*) FROM quarantine") == 0
    assert studio.files() == 1


def test_a_log_without_an_end_is_told_of_once_and_loaded_as_far_as_its_whole_lines(tmp_path):
    studio = WatchedStudio(tmp_path, still_s=1, growing_every_s=1.5)
    with studio.watching(), (studio.logs / "gateway.jsonl").open("a") as file:
        half, n = "", 0
        until = time.monotonic() + 60
        while studio.files() < 2 and time.monotonic() < until:
            line = lines([n])
            file.write(half + line[:30])
            file.flush()
            half, n = line[30:], n + 1
            time.sleep(0.05)
        file.write(half)
        file.flush()
        studio.until_attempts(n)
    assert studio.files() >= 3
    assert studio.said.count("is written without an end") == 1
    assert studio.asked("SELECT count(*) FROM quarantine") == 0


def test_under_a_storm_loads_are_gathered_and_apart(tmp_path):
    studio = WatchedStudio(tmp_path, at_most_every_s=3)
    published, n = set(), 0
    with studio.watching():
        studio.until_said("Watching logs")
        until = time.monotonic() + PATIENCE_S
        while len(published) < 3 and time.monotonic() < until:
            studio.sheet(n)
            n += 1
            if studio.warehouse.exists():
                published.add(studio.warehouse.stat().st_mtime)
            time.sleep(0.1)
        studio.until(lambda: studio.verdicts() == n, f"{n} verdicts")
    assert len(published) == 3
    assert all(b - a >= 3 for a, b in pairwise(sorted(published)))
    assert studio.out.read_text().count("\n") < n / 4


@pytest.mark.parametrize("after_s", [0.0, 1.0, 2.0])
def test_a_killed_watcher_loses_nothing_and_doubles_nothing(studio, after_s):
    studio.log("first.jsonl", range(2000))
    with studio.watching() as process:
        studio.until_said("Watching logs")
        time.sleep(after_s)
        process.send_signal(signal.SIGKILL)
        process.wait()
    studio.log("second.jsonl", range(2000, 2500))
    assert not watch_of(studio.warehouse) or not watch_of(studio.warehouse).is_alive
    with studio.watching():
        studio.until_attempts(2500)
        studio.until_looked()
    assert studio.files() == 2
    assert studio.asked("SELECT sum(cost)::BIGINT FROM attempt_facts") == 2500


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_well_and_status_says_so(studio, number):
    studio.log("first.jsonl", range(2))
    commands = Commands(studio.folder)
    with studio.watching() as process:
        studio.until_attempts(2)
        studio.until(lambda: "loaded_at" in studio.state(), "the load in its state")
        assert "\nWatching 1 folder; last load " in commands.run("status").out
        assert studio.stop(process, number) == 0
    assert "Stopped" not in studio.said
    assert "watching was stopped" in commands.run("status").out
    left = {path.name for path in studio.folder.iterdir() if path.name.startswith(".w")}
    assert left == set()


def test_status_says_that_it_died(studio):
    studio.log("first.jsonl", range(2))
    with studio.watching():
        studio.until_attempts(2)
    assert "the watcher died; it last looked" in Commands(studio.folder).run("status").out


def test_a_second_watcher_of_a_warehouse_is_refused(studio):
    with studio.watching():
        studio.until(studio.state, "a state")
        refused = Commands(studio.folder).run("watch", "logs", exits=1)
    assert "somebody watches for it already (process" in refused.err


def test_a_folder_that_vanishes_is_told_and_watched_again_when_it_is_back(studio):
    studio.log("first.jsonl", range(2))
    away = studio.folder / "elsewhere"
    with studio.watching() as process:
        studio.until_attempts(2)
        studio.logs.rename(away)
        studio.until_said("logs: not there (a drive may be missing)")
        studio.until(lambda: not studio.state()["folders"][0]["is_there"], "its state")
        studio.log("second.jsonl", range(2, 4), folder=away)
        away.rename(studio.logs)
        studio.until_said("logs: is there again and is watched.")
        studio.until_attempts(4)
        assert process.poll() is None
    assert studio.said.count("not there") == 1


def test_a_warehouse_that_vanishes_is_not_begun_anew(studio):
    studio.log("first.jsonl", range(2))
    with studio.watching():
        studio.until_said("2 read: 2 new")
        studio.until_looked()
        studio.warehouse.rename(studio.folder / "away")
        studio.log("second.jsonl", range(2, 4))
        studio.until_said("the warehouse is not there any more (a drive may be missing)")
        studio.until_looked()
        assert not studio.warehouse.exists()
        (studio.folder / "away").rename(studio.warehouse)
        studio.until_attempts(4)


def test_another_load_is_waited_for(studio):
    studio.log("first.jsonl", range(2))
    lock = FileLock(f"{studio.warehouse}.lock")
    lock.acquire()
    with studio.watching():
        studio.until_said("Another load is running")
        studio.until(lambda: studio.state().get("trouble", "").startswith("Another load"), "it")
        time.sleep(1)
        assert studio.attempts() == 0
        lock.release()
        studio.until_attempts(2)


FULL = """
import sys
from collections import namedtuple
from pathlib import Path
import shutil
real = shutil.disk_usage
def usage(path):
    found = real(path)
    return found._replace(free=10_000) if Path("full").exists() else found
shutil.disk_usage = usage
"""


def test_a_full_disk_is_a_sentence_and_tried_again(studio):
    (studio.folder / "site").mkdir()
    (studio.folder / "site" / "sitecustomize.py").write_text(FULL)
    python_path = f"{studio.folder / 'site'}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"
    studio.log("first.jsonl", range(2))
    with studio.watching(PYTHONPATH=python_path) as process:
        studio.until_attempts(2)
        (studio.folder / "full").touch()
        studio.log("second.jsonl", range(2, 4))
        studio.until_said("Make room and load again")
        studio.until_looked()
        studio.until_looked()
        assert process.poll() is None
        assert studio.state()["trouble"].endswith("Make room and load again.")
        (studio.folder / "full").unlink()
        studio.until_attempts(4)
        studio.until(lambda: "trouble" not in studio.state(), "the end of it")
    assert studio.said.count("Make room") == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_told_and_loaded_once_it_may(studio):
    closed = studio.log("closed.jsonl", range(2))
    closed.chmod(0)
    studio.log("open.jsonl", range(2, 4))
    with studio.watching():
        studio.until_attempts(2)
        studio.until_said("closed.jsonl: cannot be read: Permission denied")
        closed.chmod(0o600)
        studio.until_attempts(4)


def test_a_file_that_is_refused_is_told_once_and_holds_nobody_up(studio):
    (studio.logs / "broken.csv.gz").write_bytes(b"\x1f\x8b\x08broken")
    studio.log("first.jsonl", range(2))
    with studio.watching():
        studio.until_attempts(2)
        studio.log("second.jsonl", range(2, 4))
        studio.until_attempts(4)
    assert studio.said.count("a damaged gzip file") == 1


def test_a_map_that_comes_later_reads_what_nobody_knew(studio):
    known = studio.folder / "maps" / "studio.map.toml"
    known.rename(studio.folder / "later.toml")
    studio.log("first.jsonl", range(2))
    with studio.watching():
        studio.until_said("1 no log, left out: logs/first.jsonl.")
        known.write_text(MAP)
        studio.until_attempts(2)


def test_a_map_beside_a_log_reads_it(studio):
    (studio.folder / "maps" / "studio.map.toml").rename(studio.logs / "first.map.toml")
    studio.log("first.jsonl", range(2))
    with studio.watching():
        studio.until_attempts(2)


def test_what_offcut_writes_itself_is_not_watched(studio):
    studio.log("first.jsonl", range(2))
    dropped = studio.folder / "w-uploads" / "0123" / "asked.jsonl"
    dropped.parent.mkdir(parents=True)
    dropped.write_text((studio.logs / "first.jsonl").read_text())  # looked through, not loaded yet
    with studio.watching("watch", "."):
        studio.until_attempts(2)
        for _ in range(4):
            studio.until_looked()
        state = studio.state()
        ours = ("w.duckdb", "w-uploads")
        assert not [path for path in state["writing"] if any(name in path for name in ours)]
        assert "w-uploads" not in studio.said
        assert state["n_ready"] == 0
    left_out = [line for line in studio.said.splitlines() if "left out" in line]
    assert not [line for line in left_out if "w.duckdb" in line]


def test_a_folder_that_is_none_is_refused_before_anything_is_watched(studio):
    run = Commands(studio.folder).run
    assert run("watch", "log", exits=1).err == "log: no such folder. Nothing is watched.\n"
    assert "a file: watch the folder it lies in" in run("watch", "offcut.toml", exits=1).err
    assert run("watch", exits=1).err.startswith("No folder to watch. Name one")
    assert "leave out either" in run("watch", "--desk-only", "logs", exits=1).err


# --- the Desk's journal -----------------------------------------------------------------------


def journal(studio, numbers, end="\n"):
    folder = studio.folder / "w-desk"
    folder.mkdir(exist_ok=True)
    with (folder / "decisions.jsonl").open("a") as file:
        file.write(lines(numbers)[:-1] + end)


@pytest.mark.parametrize("arguments", [("watch", "logs"), ("watch", "--desk-only")])
def test_what_is_decided_loads_without_standing_still(tmp_path, arguments):
    studio = WatchedStudio(tmp_path, still_s=3600)
    with studio.watching(*arguments):
        time.sleep(0.5)
        journal(studio, range(2))
        studio.until_attempts(2)
        journal(studio, [2], end='\n{"id": "3", "at"')
        studio.until_attempts(3)
    assert studio.asked("SELECT count(*) FROM quarantine") == 0


def test_the_loader_of_the_app_keeps_still_while_folders_are_watched(studio):
    with studio.watching(), studio.watching("watch", "--desk-only"):
        studio.until(studio.state, "a state")
        journal(studio, range(2))
        studio.until_attempts(2)
        studio.until_looked()
        assert studio.state()["kind"] == "folders"
    assert studio.files() == 1


def test_a_loader_ends_with_who_started_it(studio):
    with studio.watching("watch", "--desk-only", OFFCUT_PARENT="1") as orphan:
        assert orphan.wait(30) == 0


# --- settings, media, review ------------------------------------------------------------------


def test_settings_that_change_are_taken_anew_and_what_does_not_hold_is_told(studio):
    studio.log("first.jsonl", range(2))
    config = studio.folder / "offcut.toml"
    written = config.read_text()
    with studio.watching("watch") as process:
        process.wait(30)  # no folder is in the settings yet
    assert "No folder to watch" in studio.said
    config.write_text(f'{written}folders = ["logs"]\n')
    studio.log("elsewhere.jsonl", range(2, 4), folder=studio.folder / "other")
    with studio.watching("watch"):
        studio.until_attempts(2)
        config.write_text(f"{written}folders = 7\n")
        studio.until_said("The settings as they were before stand.")
        config.write_text(f'{written}folders = ["logs", "other"]\n')
        studio.until_said("The settings changed and are read anew.")
        studio.until_attempts(4)


def test_media_are_scanned_when_they_change(tmp_path):
    from PIL import Image

    studio = WatchedStudio(tmp_path, '[media]\noutputs = ["renders"]\n', scan_every_min=0.01)
    (tmp_path / "renders").mkdir()
    Image.new("RGB", (64, 48), "red").save(tmp_path / "renders" / "a.png")
    with studio.watching():
        studio.until_said("scan: 1 file: 1 new")
        Image.new("RGB", (64, 48), "blue").save(tmp_path / "renders" / "b.png")
        studio.until_said("scan: 2 files: 1 new, 1 unchanged")
        studio.until(lambda: "scanned_at" in studio.state(), "its state")
    assert studio.out.read_text().count("scan:") == 2


def test_the_review_is_made_by_its_command(tmp_path):
    from datetime import UTC, datetime

    today = datetime.now(UTC).strftime("%A").lower()
    studio = WatchedStudio(tmp_path)
    with (tmp_path / "offcut.toml").open("a") as config:
        config.write(f'review_on = "{today}"\nreview_at = "00:00"\n')
        config.write('review_out = ["r/{week}.md"]\n')
    studio.log("first.jsonl", range(2))
    load_paths([str(studio.logs)], load_settings(tmp_path / "offcut.toml"))
    with studio.watching():
        studio.until(lambda: list((tmp_path / "r").glob("*.md")), "the review")
        studio.until(lambda: "reviewed_at" in studio.state(), "its state")
    assert len(list((tmp_path / "r").glob("*.md"))) == 1
    assert '"last"' in (tmp_path / "w.duckdb.watch-reviews.json").read_text()


@pytest.mark.skipif(sys.platform != "linux", reason="names are text there")
def test_a_name_that_is_no_text_is_told_and_holds_nobody_up(studio):
    odd = os.fsencode(studio.logs) + b"/caf\xe9.jsonl"
    with open(odd, "wb") as file:  # noqa: PTH123 (a name of bytes)
        file.write(lines([9]).encode())
    studio.log("first.jsonl", range(2))
    with studio.watching():
        studio.until_attempts(2)
        studio.until_said("its name is no Unicode text. Rename it.")
        studio.until_looked()
