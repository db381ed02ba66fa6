"""Loading twice changes nothing, and the order of loading does not matter."""

from __future__ import annotations

import json
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.settings import Settings
from data.warehouse.file import Reader
from ingest.load.load import load, load_paths

SHARED = Path(__file__).parents[2] / "shared" / "samples"
CREATED = "2026-11-02T09:00:00.000Z"


def prediction(state, *, outputs=None, error=None, completed=None, removed=False):
    return {
        "id": "p1",
        "model": "black-forest-labs/flux-dev",
        "version": "hidden",
        "input": {"prompt": "a lamp", "num_outputs": 2},
        "output": outputs,
        "error": error,
        "status": state,
        "created_at": CREATED,
        "completed_at": completed,
        "data_removed": removed,
        "urls": {"get": "https://api.replicate.com/v1/predictions/p1"},
    }


DONE = "2026-11-02T09:00:20.000Z"
URLS = [f"https://replicate.delivery/x/{n}.png" for n in range(2)]
POLLS = (
    prediction("starting"),
    prediction("processing"),
    prediction("succeeded", outputs=URLS, completed=DONE),
    prediction("succeeded", completed=DONE, removed=True),
)


def state_of(warehouse):
    """What was logged, without local numbers and where it was first seen."""
    with Reader(warehouse) as reader:
        rows = reader.cursor().execute(
            "SELECT * EXCLUDE (attempt_no, file_no, line) FROM attempts ORDER BY source, source_id"
        )
        return rows.fetchall()


def records_only(warehouse, files):
    """Load without resolving: these tests compare records."""
    names = [str(file) for file in files]
    return load(warehouse, names, settings=Settings(), resolve=lambda _con, _settings: None)


def loaded(folder, files):
    warehouse = folder / "w.duckdb"
    warehouse.unlink(missing_ok=True)
    for file in files:
        records_only(warehouse, [file])
    return warehouse


@pytest.fixture(scope="module")
def polls(tmp_path_factory):
    folder = tmp_path_factory.mktemp("polls")
    files = []
    for number, poll in enumerate(POLLS):
        files.append(folder / f"poll{number}.json")
        files[-1].write_text(json.dumps(poll))
    return files


def test_polls_in_any_order_become_one_attempt_with_its_outputs(polls, tmp_path):
    states = [state_of(loaded(tmp_path, order)) for order in permutations(polls)]
    assert all(state == states[0] for state in states)
    ((row),) = states[0]
    assert "succeeded" in row
    assert URLS in row


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.integers(0, 3), min_size=1, max_size=5))
def test_repeating_files_changes_nothing(polls, tmp_path, order):
    warehouse = loaded(tmp_path, [polls[number] for number in order])
    before = state_of(warehouse)
    accounts = records_only(warehouse, [polls[number] for number in order])
    assert all((account.new, account.updated) == (0, 0) for account in accounts)
    assert state_of(warehouse) == before


@pytest.mark.skipif(not SHARED.exists(), reason="the shared samples are not beside the checkout")
def test_real_payloads_load_twice_without_a_change_and_in_any_order(tmp_path):
    folders = [SHARED / name for name in ("replicate", "fal", "ark_seedance", "litellm", "xmp")]
    files = sorted(
        p for f in folders for p in f.rglob("*") if p.suffix in {".json", ".jsonl", ".xmp"}
    )
    forward = Settings(warehouse=tmp_path / "forward.duckdb")
    accounts = load_paths(
        [str(file) for file in files], forward, submitted_at="2026-11-01T00:00:00Z"
    )
    assert all(account.error is None for account in accounts)
    assert sum(account.new for account in accounts) > 20
    before = state_of(forward.warehouse)
    again = load_paths([str(file) for file in files], forward, submitted_at="2026-11-01T00:00:00Z")
    assert sum(account.new + account.updated for account in again) == 0
    backward = Settings(warehouse=tmp_path / "backward.duckdb")
    load_paths([str(f) for f in reversed(files)], backward, submitted_at="2026-11-01T00:00:00Z")
    assert state_of(backward.warehouse) == before == state_of(forward.warehouse)
