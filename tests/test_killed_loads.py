"""`kill -9` at any moment of a load leaves the old state or the new; readers answer throughout."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time

import pytest

from data.settings import Settings
from data.warehouse.file import Reader, clear_up, writing
from ingest.load.load import load_paths

MAP = """
name = "killed log"
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
LOAD = """
import sys
from pathlib import Path
from data.settings import Settings
from ingest.load.load import load_paths
print("begun", flush=True)
load_paths([sys.argv[2]], Settings(warehouse=Path(sys.argv[1])), map_file=Path(sys.argv[3]))
"""
FIRST, SECOND = 100, 20_000


def log(folder, name, numbers):
    rows = (
        {"id": str(n), "at": "2026-11-02T09:00:00Z", "state": "succeeded", "cost": "1"}
        for n in numbers
    )
    path = folder / name
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


@pytest.fixture(scope="module")
def studio(tmp_path_factory):
    folder = tmp_path_factory.mktemp("killed")
    (folder / "log.map.toml").write_text(MAP)
    settings = Settings(warehouse=folder / "w.duckdb")
    first = log(folder, "first.jsonl", range(FIRST))
    load_paths([str(first)], settings, map_file=folder / "log.map.toml")
    log(folder, "second.jsonl", range(FIRST, FIRST + SECOND))
    return folder


def counted(warehouse):
    """Attempts as logged and as resolved, and their money: they must belong to one state."""
    with Reader(warehouse) as reader:
        return (
            reader.cursor()
            .execute(
                "SELECT (SELECT count(*) FROM attempts), count(*), sum(cost)::BIGINT, "
                "(SELECT count(*) FROM files) FROM attempt_facts"
            )
            .fetchone()
        )


OLD = (FIRST, FIRST, FIRST, 1)
NEW = (FIRST + SECOND, FIRST + SECOND, FIRST + SECOND, 2)


@pytest.mark.parametrize("after_s", [0.0, 0.15, 0.4, 0.8, 1.3])
def test_a_killed_load_changes_nothing_or_everything(studio, after_s):
    warehouse = studio / "w.duckdb"
    assert counted(warehouse) in (OLD, NEW)
    arguments = [str(warehouse), str(studio / "second.jsonl"), str(studio / "log.map.toml")]
    load = subprocess.Popen(
        [sys.executable, "-c", LOAD, *arguments], stdout=subprocess.PIPE, text=True
    )
    assert load.stdout is not None
    load.stdout.readline()
    until = time.monotonic() + after_s
    while time.monotonic() < until:
        assert counted(warehouse) in (OLD, NEW)
    load.send_signal(signal.SIGKILL)
    load.communicate()
    assert counted(warehouse) in (OLD, NEW)


def test_a_load_after_the_killed_ones_succeeds_and_leaves_nothing_behind(studio):
    settings = Settings(warehouse=studio / "w.duckdb")
    load_paths([str(studio / "second.jsonl")], settings, map_file=studio / "log.map.toml")
    assert counted(studio / "w.duckdb") == NEW
    left = {path.name for path in studio.iterdir()} - {"w.duckdb", "w.duckdb.lock", "log.map.toml"}
    assert left == {"first.jsonl", "second.jsonl"}


def test_where_every_file_is_known_a_killed_load_is_cleared_up_too(tmp_path):
    (tmp_path / "log.map.toml").write_text(MAP)
    path = log(tmp_path, "first.jsonl", range(FIRST))
    settings = Settings(warehouse=tmp_path / "w[1].duckdb")
    load_paths([str(path)], settings, map_file=tmp_path / "log.map.toml")
    left = tmp_path / ".w[1].duckdb.loading-killed"
    left.mkdir()
    (left / "w[1].duckdb").write_text("half a copy")
    [known] = load_paths([str(path)], settings, map_file=tmp_path / "log.map.toml")
    assert known.unchanged == FIRST
    assert not left.exists()


def test_the_copy_of_a_running_load_is_left_alone(tmp_path):
    with writing(tmp_path / "w.duckdb"):
        [copy] = tmp_path.glob(".w.duckdb.loading-*")
        clear_up(tmp_path / "w.duckdb")
        assert copy.exists()
