"""Loading twice changes nothing, and the order of loading does not matter."""

from __future__ import annotations

import json
import shutil
from math import factorial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.settings import Settings
from data.warehouse.file import Reader
from ingest.load.load import load, load_paths
from ingest.storing.kinds import KINDS
from tests.matrices import cases, drawn

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


def in_every_order(folder, files, before=None):
    """A warehouse for each order of the files; what orders have in common is loaded once."""
    if not files:
        yield before
    for number, file in enumerate(files):
        deeper = folder / str(number)
        deeper.mkdir()
        if before is not None:
            shutil.copy(before, deeper / "w.duckdb")
        records_only(deeper / "w.duckdb", [file])
        rest = [*files[:number], *files[number + 1 :]]
        yield from in_every_order(deeper, rest, deeper / "w.duckdb")


def test_polls_in_any_order_become_one_attempt_with_its_outputs(polls, tmp_path):
    states = [state_of(warehouse) for warehouse in in_every_order(tmp_path, polls)]
    assert len(states) == factorial(len(polls))
    assert all(state == states[0] for state in states)
    ((row),) = states[0]
    assert "succeeded" in row
    assert URLS in row


@cases(3, 20)
def test_repeating_files_changes_nothing(polls, tmp_path, cases):
    @drawn(cases)
    @given(st.lists(st.integers(0, 3), min_size=1, max_size=5))
    def holds(order):
        warehouse = loaded(tmp_path, [polls[number] for number in order])
        before = state_of(warehouse)
        accounts = records_only(warehouse, [polls[number] for number in order])
        assert all((account.new, account.updated) == (0, 0) for account in accounts)
        assert state_of(warehouse) == before

    holds()


LEDGER = "ID,Account,Type,Date,Credits,Amount,Currency,Promotional\n"
REVIEW = "ID,Image,Decision,Stage,Reviewer,Date\n"
SIDECAR = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="{}" xmp:MetadataDate="2026-11-03"/>
</rdf:RDF></x:xmpmeta>"""
QUEUED = {"request_id": "n1", "status": "IN_QUEUE", "queue_position": 0}
DELIVERED = {
    "request_id": "n1",
    "gateway_request_id": "n1",
    "status": "OK",
    "payload": {"images": [{"url": "https://v3.fal.media/files/x/1.png"}]},
}
MIXED = {
    "a.csv": LEDGER
    + "1,a,Purchase,2026-11-01,1000,100,USD,\nE1,a,Purchase,2026-11-02,9,9,USD,yes\n",
    "b.csv": LEDGER + "1,b,Purchase,2026-11-01,500,60,USD,\nE1,a,Purchase,2026-11-02,9,9,USD,no\n",
    "v1.csv": REVIEW
    + "1,d.png,approved,,Ann,2026-11-03\nV1,e.png,approved,client,Ann,2026-11-03\n",
    "v2.csv": REVIEW + "1,e.png,rejected,qc,ann,2026-11-03\nV1,e.png,rejected,qc,Ann,2026-11-03\n",
    "shotA/0001.png.xmp": SIDECAR.format(5),
    "shotB/0001.png.xmp": SIDECAR.format(-1),
    "queued.json": json.dumps({"received_at": "2026-11-02T09:00:00Z", "body": QUEUED}),
    "again.json": json.dumps({"received_at": "2026-11-02T10:50:00Z", "body": DELIVERED}),
    "done.json": json.dumps({"received_at": "2026-11-02T09:00:10Z", "body": DELIVERED}),
}


def records_of(warehouse):
    """All records, without local numbers and where they were first seen."""
    with Reader(warehouse) as reader:
        cursor, found = reader.cursor(), {}
        for kind in KINDS.values():
            columns = ", ".join(f'"{name}"' for name in kind.columns)
            rows = cursor.execute(f"SELECT {columns} FROM {kind.table}").fetchall()
            found[kind.name] = sorted(rows, key=repr)
    return found


@cases(2, 20)
def test_sheets_sidecars_and_deliveries_in_any_order_give_the_same_records(tmp_path, cases):
    for name, content in MIXED.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content)
    records_only(tmp_path / "w.duckdb", [tmp_path / name for name in MIXED])
    together = records_of(tmp_path / "w.duckdb")
    assert {kind: len(rows) for kind, rows in together.items() if rows} == {
        "attempt": 1,
        "asset": 1,
        "verdict": 5,
        "ledger": 3,
    }

    @drawn(cases)
    @given(st.permutations([*MIXED]))
    def holds(names):
        assert records_of(loaded(tmp_path, [tmp_path / name for name in names])) == together

    holds()


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
