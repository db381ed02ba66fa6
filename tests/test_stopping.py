"""Ctrl-C and SIGTERM end a command with one sentence, at any moment, and nothing of it stays."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from data.warehouse.file import Reader
from tests.command_studio import Studio
from tests.matrices import crossed
from tests.watched_studio import WatchedStudio

MAP = """
name = "stopped log"
record = "attempt"
format = "jsonl"
[columns]
source_id = "id"
submitted_at = "at"
status = "state"
reported_cost = "cost"
[constants]
currency = "USD"
"""
FIRST, SECOND = 50, 60_000
OFFCUT = [sys.executable, "-m", "offcut"]
CODES = {signal.SIGINT: 130, signal.SIGTERM: 143}
BY = {signal.SIGINT: "Stopped by Ctrl-C.", signal.SIGTERM: "Stopped from outside."}
# Ends the load for good at one of its steps, as a signal that comes then would.
AT_A_STEP = """
import importlib, os, signal, sys, time
import offcut
number, module, name = int(sys.argv[1]), sys.argv[2], sys.argv[3]
sys.argv = ["offcut", *sys.argv[4:]]
from dashboard.cli import stopping
stopping.GRACE_S = 0.5
holder = importlib.import_module(module)
*path, last = name.split(".")
for each in path:
    holder = getattr(holder, each)
real = getattr(holder, last)
def signalled(*given, **named):
    if {swallowed}:
        try:
            os.kill(os.getpid(), number)
            time.sleep(0.2)
        except BaseException:
            pass
        time.sleep(30)
    os.kill(os.getpid(), number)
    return real(*given, **named)
setattr(holder, last, signalled)
offcut.main()
"""


def log(folder, name, numbers):
    path = folder / name
    rows = (
        {"id": str(n), "at": "2026-11-02T09:00:00Z", "state": "succeeded", "cost": "1"}
        for n in numbers
    )
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))


@pytest.fixture(scope="module")
def studio(tmp_path_factory):
    made = Studio(tmp_path_factory.mktemp("stopped"))
    (made.folder / "log.map.toml").write_text(MAP)
    log(made.folder, "first.jsonl", range(FIRST))
    log(made.folder, "second.jsonl", range(FIRST, FIRST + SECOND))
    made.run("ingest", "--map", "log.map.toml", "first.jsonl")
    return made


def counted(studio):
    with Reader(studio.folder / "w.duckdb") as reader:
        return reader.cursor().execute("SELECT count(*) FROM attempt_facts").fetchone()[0]


def started(studio, *command):
    return subprocess.Popen(
        [*command, "--warehouse", "w.duckdb", "ingest", "--map", "log.map.toml", "second.jsonl"],
        cwd=studio.folder,
        env={**os.environ, "HOME": str(studio.folder), "PYTHONPATH": str(Path.cwd())},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def hidden(studio):
    return [path.name for path in studio.folder.iterdir() if path.name.startswith(".w.duckdb")]


def check_stopped(studio, load, number):
    _, said = load.communicate(timeout=60)
    assert load.returncode == CODES[number], said
    assert said.startswith(BY[number])
    assert len(said.splitlines()) == 1
    assert counted(studio) in (FIRST, FIRST + SECOND)
    assert hidden(studio) == []
    return said


@crossed(
    "number, step",
    CODES,
    [
        "dashboard.cli.app:run",  # right after the imports
        "ingest.load.load:find",
        "ingest.load.batch:Batch.add",  # reading
        "ingest.bulk.stage:Bulk.stage",
        "ingest.load.batch:merge",
        "ingest.load.batch:Batch.finish",
        "data.resolving.resolve:resolve",
        "data.warehouse.file:publish",  # the swap
        "data.warehouse.scratch:_remove",  # tidying up
    ],
)
def test_a_load_is_stopped_at_any_step(studio, number, step):
    script = AT_A_STEP.replace("{swallowed}", "False")
    command = [sys.executable, "-c", script, str(int(number)), *step.split(":")]
    said = check_stopped(studio, started(studio, *command), number)
    if counted(studio) == FIRST:
        assert "loaded already" not in said
    else:
        (studio.folder / "w.duckdb").unlink()
        studio.run("ingest", "--map", "log.map.toml", "first.jsonl")


def test_a_load_that_does_not_hear_the_signal_is_ended_all_the_same(studio):
    script = AT_A_STEP.replace("{swallowed}", "True")
    command = [sys.executable, "-c", script, "15", "data.resolving.resolve", "resolve"]
    said = check_stopped(studio, started(studio, *command), signal.SIGTERM)
    assert said.endswith("Nothing was changed: run the same again to load it.\n")
    assert counted(studio) == FIRST


@crossed("number, after_s", CODES, [0.15, 0.3, 0.6, 1.0, 1.5, 2.2])
def test_a_load_is_stopped_at_any_moment(studio, number, after_s):
    load = started(studio, *OFFCUT)
    time.sleep(after_s)
    if load.poll() is None:
        load.send_signal(number)
    _, said = load.communicate(timeout=60)
    assert hidden(studio) == []
    assert counted(studio) in (FIRST, FIRST + SECOND)
    if load.returncode == CODES[number]:
        assert said.startswith(BY[number])
        assert len(said.splitlines()) == 1
    else:  # it had not begun to listen, or was done
        assert load.returncode == 0 or after_s < 0.5


def test_what_a_killed_load_left_is_swept_and_what_another_uses_is_not(studio):
    left = studio.folder / ".w.duckdb.loading-killed"
    left.mkdir()
    (left / "prompts.jsonl").write_text("secret")
    script = AT_A_STEP.replace("{swallowed}", "True").replace("GRACE_S = 0.5", "GRACE_S = 60")
    command = [sys.executable, "-c", script, "15", "ingest.load.load", "find"]
    waiting = started(studio, *command)  # it has scratch space, and no lock on the warehouse
    until = time.monotonic() + 20
    while len(hidden(studio)) < 3 and time.monotonic() < until:
        time.sleep(0.05)
    before = set(hidden(studio))
    assert len(before) == 3
    (studio.folder / "third.jsonl").write_text(
        '{"id": "third", "at": "2026-11-02T09:00:00Z", "state": "succeeded", "cost": "1"}\n'
    )
    studio.run("ingest", "--map", "log.map.toml", "third.jsonl")
    assert set(hidden(studio)) == before - {left.name}
    waiting.kill()
    waiting.communicate()
    log(studio.folder, "fourth.jsonl", range(3))
    studio.run("ingest", "--map", "log.map.toml", "fourth.jsonl")
    assert hidden(studio) == []


@pytest.mark.parametrize("number", CODES, ids=lambda each: each.name)
def test_a_signal_once_all_is_done_changes_nothing(number):
    """What is registered first runs last: the signal comes while the interpreter goes."""
    program = (
        "import atexit, os\n"
        f"atexit.register(lambda: os.kill(os.getpid(), {int(number)}))\n"
        "from dashboard.cli.stopping import stoppable\n"
        "with stoppable():\n"
        "    print('done')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "done\n", "")


# As DuckDB does: the exception that is to end the process becomes an error of its own.
IN_A_STATEMENT = """
import os, signal, time
import offcut
from dashboard.cli import stopping
import ingest.load.load as load
stopping.GRACE_S = 90
def lasting(*given, **named):
    try:
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(5)
    except stopping.Stopped:
        raise RuntimeError("Query interrupted") from None
load.find = lasting
offcut.main()
"""


def test_a_watcher_that_does_not_hear_the_signal_is_ended_and_its_state_says_so(tmp_path):
    studio = WatchedStudio(tmp_path)
    studio.log("first.jsonl", range(2))
    deaf = IN_A_STATEMENT.replace("GRACE_S = 90", "GRACE_S = 0.5").replace(
        'raise RuntimeError("Query interrupted") from None', "time.sleep(60)"
    )
    studio.command = lambda *given: [sys.executable, "-c", deaf, *given]
    with studio.watching() as watcher:
        assert watcher.wait(60) == CODES[signal.SIGTERM]
    assert "ended_at" in studio.state()
    assert studio.said.count("Stopped from outside.") == 1


def test_a_watcher_stopped_inside_a_statement_ends_and_calls_it_no_trouble(tmp_path):
    studio = WatchedStudio(tmp_path)
    studio.log("first.jsonl", range(2))
    studio.command = lambda *given: [sys.executable, "-c", IN_A_STATEMENT, *given]
    with studio.watching() as watcher:
        assert watcher.wait(60) == 0
    assert "ended_at" in studio.state()
    assert "nobody thought of" not in studio.said
    assert "last_trouble" not in studio.state()
