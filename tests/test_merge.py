"""Identity and merging: twice changes nothing, and any order of loading gives the same rows."""

from __future__ import annotations

import json
from itertools import permutations
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.settings import Settings
from data.warehouse.file import Reader
from ingest.load.load import load
from ingest.maps.fields import fields_of
from ingest.maps.map import Map
from ingest.storing import room
from ingest.storing.kinds import KINDS
from tests.matrices import cases, drawn

NAMES = {kind: list(fields_of(kind)) for kind in KINDS}


def map_of(kind: str, leave_out: tuple[str, ...] = ()) -> Map:
    columns = "\n".join(f'{name} = "{name}"' for name in NAMES[kind] if name not in leave_out)
    return Map.of_toml(f'name = "log"\nrecord = "{kind}"\nformat = "jsonl"\n[columns]\n{columns}')


class Warehouse:
    """A warehouse of its own; loads rows through a map that names columns like fields."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / "w.duckdb"
        self.touched: list[object] = []

    def load(self, kind: str, *files: list[dict[str, object]], name: str = "log") -> list[tuple]:
        """Load files in one command; (new, updated, unchanged, ignored) of each."""
        paths = []
        for number, rows in enumerate(files):
            path = self.folder / f"{name}{number}.jsonl"
            path.write_text("".join(json.dumps(row, default=str) + "\n" for row in rows))
            paths.append(str(path))
        accounts = load(
            self.path,
            paths,
            settings=Settings(),
            map_=map_of(kind),
            sources=[],
            resolve=self._note,
        )
        for account in accounts:
            assert account.error is None
            assert account.rejected == 0, account
        return [(a.new, a.updated, a.unchanged, a.ignored) for a in accounts]

    def _note(self, con, settings):
        references = con.execute("FROM memory.main.touched_references").fetchall()
        self.touched = [*con.execute("FROM memory.main.touched_attempts").fetchall(), *references]

    def rows(self, kind: str, table: str | None = None) -> list[dict[str, object]]:
        """Logged columns of all rows, without what depends on the order of loading."""
        with Reader(self.path) as reader:
            cursor = reader.cursor().execute(f"FROM {table or KINDS[kind].table}")
            names = [column[0] for column in cursor.description]
            rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        left_out = {KINDS[kind].number, "file_no", "line"}
        return sorted(
            ({k: v for k, v in row.items() if k not in left_out and v is not None} for row in rows),
            key=repr,
        )


@pytest.fixture
def warehouse(tmp_path):
    return Warehouse(tmp_path)


def attempt(source_id: str, **given: object) -> dict[str, object]:
    usual = {"source_id": source_id, "submitted_at": "2026-11-02T09:00:00Z", "status": "succeeded"}
    return usual | given


# --- attempts ---------------------------------------------------------------------------------


def test_the_same_records_again_change_nothing(warehouse):
    rows = [attempt("a"), attempt("b", model="flux")]
    assert warehouse.load("attempt", rows) == [(2, 0, 0, 0)]
    turned = [dict(reversed(row.items())) for row in reversed(rows)]
    assert warehouse.load("attempt", turned) == [(0, 0, 2, 0)]
    assert len(warehouse.rows("attempt")) == 2
    assert warehouse.rows("attempt", "attempt_versions") == []


def test_a_poll_that_finished_replaces_one_that_had_not_whatever_came_first(warehouse):
    running = attempt("a", status="running", updated_at="2026-11-02T12:00:00Z", model="flux")
    done = attempt("a", completed_at="2026-11-02T09:01:00Z", n_outputs=2)
    assert warehouse.load("attempt", [done]) == [(1, 0, 0, 0)]
    # The later record is a lesser version, but it knows the model.
    assert warehouse.load("attempt", [running]) == [(0, 1, 0, 0)]
    (row,) = warehouse.rows("attempt")
    assert (row["status"], row["n_outputs"], row["model"]) == ("succeeded", 2, "flux")
    # All it could tell is known now: the same version again, or a poorer one, changes nothing.
    assert warehouse.load("attempt", [running]) == [(0, 0, 1, 0)]
    assert warehouse.load("attempt", [attempt("a", status="running")]) == [(0, 0, 1, 0)]
    assert len(warehouse.rows("attempt", "attempt_versions")) == 3


def test_nothing_known_is_ever_emptied(warehouse):
    known = attempt("a", output_uris=["https://x/1.png"], n_requested=4, tags=["t"])
    erased = attempt("a", output_uris=[], updated_at="2026-11-09T00:00:00Z", error_code="purged")
    warehouse.load("attempt", [known])
    assert warehouse.load("attempt", [erased]) == [(0, 1, 0, 0)]
    (row,) = warehouse.rows("attempt")
    assert row["output_uris"] == ["https://x/1.png"]
    assert row["n_requested"] == 4  # silence hides nothing
    assert (row["tags"], row["error_code"]) == (["t"], "purged")


def test_polls_inside_one_file_leave_one_record_and_are_accounted_for(warehouse):
    polls = [attempt("a", status=s) for s in ("running", "running", "unknown", "failed")]
    assert warehouse.load("attempt", [*polls, attempt("b"), attempt("b")]) == [(2, 0, 0, 4)]
    ended = {row["source_id"]: row["status"] for row in warehouse.rows("attempt")}
    assert ended == {"a": "failed", "b": "succeeded"}


def test_numbers_go_on_in_order_of_time(warehouse):
    times = ("2026-11-03", "2026-11-01", "2026-11-02")
    warehouse.load("attempt", [attempt(t, submitted_at=t) for t in times])
    warehouse.load("attempt", [attempt("early", submitted_at="2026-10-01"), attempt("2026-11-01")])
    with Reader(warehouse.path) as reader:
        found = reader.cursor().execute("SELECT source_id FROM attempts ORDER BY attempt_no")
        assert [row[0] for row in found.fetchall()] == [*sorted(times), "early"]


def test_sources_do_not_share_ids(warehouse):
    warehouse.load("attempt", [attempt("a")])
    other = map_of("attempt").model_copy(update={"name": "other log"})
    path = warehouse.folder / "other.jsonl"
    path.write_text(json.dumps(attempt("a")))
    (account,) = load(
        warehouse.path, [str(path)], settings=Settings(), map_=other, resolve=lambda *_: None
    )
    assert (account.new, len(warehouse.rows("attempt"))) == (1, 2)


def test_what_a_load_touched_is_told_to_the_resolution(warehouse):
    warehouse.load("attempt", [attempt("a"), attempt("b")])
    assert sorted(warehouse.touched) == [(1,), (2,)]
    changed = attempt("b", model="flux", completed_at="2026-11-03")
    warehouse.load("attempt", [attempt("a"), changed, attempt("c")])
    assert sorted(warehouse.touched) == [(2,), (3,)]
    warehouse.load("asset", [{"attempt_id": "a", "output_index": 1}])
    assert sorted(warehouse.touched, key=repr) == [("asset", 1), (1,)]


# --- records of other kinds -------------------------------------------------------------------


def verdict(ref: str, decision: str, at: str, **given: object) -> dict[str, object]:
    return {"asset_ref": ref, "decision": decision, "decided_at": at, **given}


def test_decisions_of_different_moments_stay_side_by_side(warehouse):
    older = verdict("a#0", "rejected", "2026-11-02", reviewer="ana", reason="hands")
    newer = verdict("a#0", "approved", "2026-11-03", reviewer="ana", review_seconds=5)
    assert warehouse.load("verdict", [newer]) == [(1, 0, 0, 0)]
    assert warehouse.load("verdict", [older]) == [(1, 0, 0, 0)]
    assert {(row["decision"], row.get("reason")) for row in warehouse.rows("verdict")} == {
        ("approved", None),
        ("rejected", "hands"),
    }
    # The same moment again, with what was not known before.
    assert warehouse.load("verdict", [older | {"review_seconds": 9}]) == [(0, 1, 0, 0)]
    # Persons are compared without case, and nobody said a stage is the stage that is meant.
    same = older | {"reviewer": " Ana ", "stage": "qc", "review_seconds": 9}
    assert warehouse.load("verdict", [same])[0][0] == 0
    assert len(warehouse.rows("verdict")) == 2


def test_of_equal_moments_the_later_update_counts_and_else_the_worse_decision(warehouse):
    good, bad = (verdict("a#0", each, "2026-11-02") for each in ("approved", "rejected"))
    warehouse.load("verdict", [bad | {"reason": "hands"}], [good | {"reason": "fine"}])
    (row,) = warehouse.rows("verdict")
    assert (row["decision"], row["reason"]) == ("rejected", "hands")
    warehouse.load("verdict", [good | {"updated_at": "2026-11-09"}])
    (row,) = warehouse.rows("verdict")
    assert (row["decision"], row["reason"]) == ("approved", "fine")
    warehouse.load("verdict", [bad | {"updated_at": "2026-11-08"}])
    assert [row["decision"] for row in warehouse.rows("verdict")] == ["approved"]


def test_an_id_of_a_verdict_counts_together_with_what_it_names(warehouse):
    first = verdict("d1.png", "approved", "2026-11-03", verdict_id="1", stage="client")
    other = verdict("e1.png", "rejected", "2026-11-05", verdict_id="1")
    third = first | {"output_index": 2}
    assert warehouse.load("verdict", [first]) == [(1, 0, 0, 0)]
    assert warehouse.load("verdict", [other, third]) == [(2, 0, 0, 0)]
    stages = {(row["asset_ref"], row.get("stage")) for row in warehouse.rows("verdict")}
    assert stages == {("d1.png", "client"), ("e1.png", None)}


@pytest.mark.parametrize("turned", [False, True])
def test_a_default_that_was_said_corrects_and_one_that_was_not_hides_nothing(warehouse, turned):
    was = verdict("d1.png", "approved", "2026-11-03", verdict_id="V1", stage="client")
    said = was | {"decided_at": "2026-11-04", "stage": "qc"}
    silent = {k: v for k, v in said.items() if k != "stage"} | {"decided_at": "2026-11-05"}
    for rows in reversed([was, said]) if turned else [was, said]:
        warehouse.load("verdict", [rows])
    (row,) = warehouse.rows("verdict")
    assert (row["stage"], str(row["decided_at"])) == ("qc", "2026-11-04 00:00:00")
    warehouse.load("verdict", [silent])
    (row,) = warehouse.rows("verdict")
    assert (row["stage"], str(row["decided_at"])) == ("qc", "2026-11-05 00:00:00")
    assert len(warehouse.rows("verdict", "verdict_versions")) == 3

    four = attempt("a", n_requested=4, completed_at="2026-11-02T09:01:00Z")
    one = attempt("a", n_requested=1, completed_at="2026-11-02T09:02:00Z")
    none = attempt("a", completed_at="2026-11-02T09:03:00Z")
    for rows in reversed([four, one, none]) if turned else [four, one, none]:
        warehouse.load("attempt", [rows])
    assert [row["n_requested"] for row in warehouse.rows("attempt")] == [1]


@pytest.mark.parametrize("turned", [False, True])
def test_ids_of_entries_count_within_their_account_and_the_dearer_version_counts(warehouse, turned):
    bought = {"account": "a", "kind": "purchase", "at": "2026-11-01", "credits": "1000"}
    bought |= {"money": "100", "currency": "USD", "entry_id": "E1"}
    loads = [
        [bought | {"promotional": True}, bought | {"account": "b", "money": "60"}],
        [bought | {"promotional": False}],
        [bought],
    ]
    for rows in reversed(loads) if turned else loads:
        warehouse.load("ledger", rows)
    found = {(row["account"], str(row["money"])[:3], row.get("promotional"))
             for row in warehouse.rows("ledger")}  # fmt: skip
    assert found == {("a", "100", False), ("b", "60.", None)}
    later = bought | {"promotional": True, "money": "90", "updated_at": "2026-11-05"}
    warehouse.load("ledger", [later])
    first = next(row for row in warehouse.rows("ledger") if row["account"] == "a")
    assert (str(first["money"])[:2], first["promotional"]) == ("90", True)


def test_verdicts_of_others_or_at_other_stages_or_with_ids_stand_side_by_side(warehouse):
    base = verdict("a#0", "approved", "2026-11-02")
    rows = [
        base,
        base | {"reviewer": "ben"},
        base | {"stage": "client"},
        base | {"output_index": 0},
        base | {"verdict_id": "v1"},
        base | {"verdict_id": "v2"},
    ]
    assert warehouse.load("verdict", rows) == [(6, 0, 0, 0)]
    assert warehouse.load("verdict", rows, name="again") == [(0, 0, 6, 0)]


def test_bookings_without_an_id_are_counted_not_merged(warehouse):
    booked = {"account": "acme", "kind": "consume", "at": "2026-11-02", "credits": "5"}
    assert warehouse.load("ledger", [booked, booked]) == [(2, 0, 0, 0)]
    assert warehouse.load("ledger", [booked, booked, booked]) == [(1, 0, 2, 0)]
    assert warehouse.load("ledger", [booked | {"note": "ignored column"}], name="x") == [
        (0, 0, 1, 0)
    ]
    named = booked | {"entry_id": "e1"}
    assert warehouse.load("ledger", [named, named]) == [(1, 0, 0, 1)]
    assert warehouse.load("ledger", [named | {"promotional": True}]) == [(0, 1, 0, 0)]
    assert len(warehouse.rows("ledger")) == 4


@pytest.mark.parametrize(
    ("kind", "row"),
    [
        (
            "handover",
            {"asset_ref": "a#0", "destination": "Premiere", "handed_over_at": "2026-11-02"},
        ),
        ("labour", {"kind": "edit", "minutes": "12.5", "at": "2026-11-02", "person": "ana"}),
    ],
)
def test_records_without_ids_are_known_by_content_and_count(warehouse, kind, row):
    assert warehouse.load(kind, [row, row]) == [(2, 0, 0, 0)]
    assert warehouse.load(kind, [row]) == [(0, 0, 1, 0)]
    # Two files of one command count for themselves.
    assert warehouse.load(kind, [row, row], [row], name="b") == [(0, 0, 2, 0), (0, 0, 1, 0)]
    assert len(warehouse.rows(kind)) == 2


def test_assets_are_known_by_attempt_and_index(warehouse):
    row = {"attempt_id": "a", "uri": "https://x/a.png?signature=secret"}
    assert warehouse.load("asset", [row, row | {"output_index": 1}]) == [(2, 0, 0, 0)]
    assert warehouse.load("asset", [row | {"width": 1024}]) == [(0, 1, 0, 0)]
    first, _ = warehouse.rows("asset")
    assert {row["uri"] for row in warehouse.rows("asset")} == {"https://x/a.png"}
    assert first["output_index"] in (0, 1)


# --- any order --------------------------------------------------------------------------------

moments = st.sampled_from(
    [None, "2026-11-02T09:00:00Z", "2026-11-02T10:00:00Z", "2026-11-03T00:00:00Z"]
)
maybe = st.sampled_from([None, "x", "y"])
attempts = st.builds(
    lambda **given: {name: value for name, value in given.items() if value is not None},
    source_id=st.sampled_from(["a", "b"]),
    submitted_at=st.sampled_from(["2026-11-02T08:00:00Z", "2026-11-02T08:30:00Z"]),
    seen_at=st.sampled_from([None, "2026-11-02T08:30:00Z", "2026-11-02T10:00:00Z"]),
    error_code=maybe,
    n_outputs=st.sampled_from([None, 0, 2]),
    status=st.sampled_from(["succeeded", "failed", "running", "unknown", "blocked"]),
    completed_at=moments,
    updated_at=moments,
    model=maybe,
    n_requested=st.sampled_from([None, 1, 4]),
    output_uris=st.sampled_from([None, [], ["u"], ["u", "v"]]),
    reported_cost=st.sampled_from([None, "0", "0.1"]),
)
verdicts = st.builds(
    lambda **given: {name: value for name, value in given.items() if value is not None},
    asset_ref=st.sampled_from(["a#0", "b#0"]),
    decision=st.sampled_from(["approved", "rejected", "needs_edit"]),
    decided_at=moments.filter(bool),
    updated_at=moments,
    output_index=st.sampled_from([None, 0]),
    stage=st.sampled_from([None, "qc", "client"]),
    reviewer=st.sampled_from([None, "Ann", "ann "]),
    verdict_id=maybe,
    reason=maybe,
    review_seconds=st.sampled_from([None, 3, 4]),
)
bookings = st.builds(
    lambda **given: {name: value for name, value in given.items() if value is not None},
    account=st.sampled_from(["acme", "beta"]),
    updated_at=moments,
    kind=st.sampled_from(["consume", "grant"]),
    at=moments.filter(bool),
    credits=st.sampled_from(["1", "2"]),
    promotional=st.sampled_from([None, True, False]),
    entry_id=maybe,
)


def all_rows(kind: str, loads: list[list[list[dict[str, object]]]]) -> tuple[object, object]:
    with TemporaryDirectory() as folder:
        warehouse = Warehouse(Path(folder))
        for number, files in enumerate(loads):
            warehouse.load(kind, *files, name=f"load{number}-")
        again = [
            warehouse.load(kind, *files, name=f"again{number}-")
            for number, files in enumerate(loads)
        ]
        for accounts in again:
            assert all(new == updated == 0 for new, updated, _, _ in accounts)
        return warehouse.rows(kind), warehouse.rows(kind, KINDS[kind].versions)


@cases(2, 20)
@pytest.mark.parametrize(
    ("kind", "records"), [("attempt", attempts), ("verdict", verdicts), ("ledger", bookings)]
)
def test_any_order_of_overlapping_files_gives_the_same_rows(kind, records, cases):
    @drawn(cases)
    @given(data=st.data())
    def holds(data):
        some = st.lists(st.lists(records, min_size=1, max_size=4), min_size=2, max_size=3)
        files = data.draw(some)
        files = [*files, [*files[0], *files[-1]]]
        orders = [[[file] for file in order] for order in permutations(files)]
        together, first = [files], orders[0]
        chosen = data.draw(st.sampled_from(orders))
        expected = all_rows(kind, first)
        with patch.object(room, "MANY", 1):
            assert all_rows(kind, chosen) == expected
        assert all_rows(kind, together)[0] == expected[0]

    holds()
