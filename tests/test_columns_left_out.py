"""Columns that no record of a large table fills are left out, until a record fills one."""

from __future__ import annotations

import json

import duckdb
import pytest

from data.settings import Settings
from data.warehouse import schema_steps
from data.warehouse.file import Reader, writing
from data.warehouse.schema_steps import migrations
from ingest.load.load import load_paths
from ingest.storing import room

MAP = """
name = "calls"
record = "attempt"
format = "jsonl"
[columns]
source_id = "id"
submitted_at = "at"
status = "state"
model = "model"
client = "client"
output_uris = "files"
reported_cost = "cost"
"""
GENERATED = """
    SELECT column_name FROM duckdb_columns()
    WHERE table_name = 'attempts' AND column_default IS NOT NULL
"""
PLAIN = [{"model": "flux"}, {"cost": 0.25}, {"model": "veo"}]
WITH_CLIENT = [{"client": "Acme", "files": ["https://x/1.png"]}, {"model": "flux"}]


@pytest.fixture
def loaded(tmp_path):
    """Loads logs one after the other into a warehouse of its own; gives its path."""

    def load(name: str, *logs: list[dict[str, object]]):
        (tmp_path / "calls.map.toml").write_text(MAP)
        warehouse = Settings(warehouse=tmp_path / f"{name}.duckdb")
        for number, log in enumerate(logs):
            file = tmp_path / f"log{number}.jsonl"
            usual = {"at": "2026-11-02T09:00:00Z", "state": "succeeded"}
            rows = (usual | {"id": f"{number}-{n}"} | row for n, row in enumerate(log))
            file.write_text("".join(json.dumps(row) + "\n" for row in rows))
            (account,) = load_paths([str(file)], warehouse, map_file=tmp_path / "calls.map.toml")
            assert (account.error, account.new) == (None, len(log))
        return warehouse.warehouse

    return load


@pytest.fixture
def many(monkeypatch):
    """So few records are many."""
    monkeypatch.setattr(room, "MANY", 3)


def rows(path) -> list[tuple[object, ...]]:
    with Reader(path) as reader:
        return reader.cursor().execute("FROM attempts ORDER BY attempt_no").fetchall()


def generated(path) -> set[str]:
    with duckdb.connect(str(path), read_only=True) as con:
        return {name for (name,) in con.execute(GENERATED).fetchall()}


def test_few_records_leave_nothing_out(loaded, many):
    assert generated(loaded("few", PLAIN[:2])) == set()


def test_what_none_of_many_records_fills_is_left_out_and_reads_as_null(loaded, many, monkeypatch):
    path = loaded("many", PLAIN)
    left_out = generated(path)
    assert {"client", "output_uris", "seed", "tokens_text_in"} <= left_out
    assert left_out.isdisjoint({"source_id", "submitted_at", "status", "model", "reported_cost"})
    monkeypatch.setattr(room, "MANY", 1000)
    assert rows(path) == rows(loaded("whole", PLAIN))


def test_where_every_column_is_filled_nothing_is_left_out(loaded, many, monkeypatch):
    monkeypatch.setattr(room, "_optional", lambda *_: ["model"])
    path = loaded("full", PLAIN)
    assert generated(path) == set()
    assert len(rows(path)) == len(PLAIN)


def test_what_is_filled_far_down_is_not_left_out(loaded, many, monkeypatch):
    monkeypatch.setattr(room, "FIRST", 1)
    assert "reported_cost" not in generated(loaded("far", PLAIN))


def test_more_records_of_the_same_columns_leave_them_out_too(loaded, many):
    path = loaded("more", PLAIN, PLAIN[:1])
    assert "client" in generated(path)
    assert len(rows(path)) == 4


def test_the_first_record_that_fills_one_makes_the_table_whole(loaded, many, monkeypatch):
    path = loaded("whole", PLAIN, WITH_CLIENT, PLAIN)
    assert generated(path) == set()
    monkeypatch.setattr(room, "MANY", 1000)
    assert rows(path) == rows(loaded("never", PLAIN, WITH_CLIENT, PLAIN))


def test_a_schema_step_finds_all_columns_there(loaded, many, monkeypatch):
    path, steps = loaded("brought", PLAIN), migrations()
    step = (steps[-1][0] + 1, "UPDATE attempts SET client = 'Acme' WHERE model = 'flux'")
    monkeypatch.setattr(schema_steps, "migrations", lambda: [*steps, step])
    with writing(path):
        pass
    assert generated(path) == set()
    with Reader(path) as reader:
        clients = reader.cursor().execute("SELECT client, model FROM attempts ORDER BY attempt_no")
        assert clients.fetchall() == [("Acme", "flux"), (None, None), (None, "veo")]


def test_required_columns_stay_required(loaded, many):
    with duckdb.connect(str(loaded("required", PLAIN))) as con:
        required = {row[0] for row in con.execute("DESCRIBE attempts").fetchall() if row[2] == "NO"}
    assert {"attempt_no", "content_hash", "source", "source_id", "status"} <= required
