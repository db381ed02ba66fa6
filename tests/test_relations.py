"""What became of every output: the worked cases, and which decision stands."""

from __future__ import annotations

import csv
import json
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

pytest_plugins = ["tests.raw_records"]

WORKED = Path(__file__).parents[2] / "shared" / "golden"
STATES = {
    "OK": "succeeded",
    "ERR": "failed",
    "NSFW": "blocked",
    "CANCEL": "canceled",
    "LOST": "unknown",
}


# --- worked cases -----------------------------------------------------------------------------


def read_worked_case(records, folder):
    for line in (folder / "attempts.jsonl").read_text().splitlines():
        record = json.loads(line)
        times = {name: time and time.rstrip("Z") for name, time in record["times"].items()}
        records.attempt(
            record["id"],
            submitted_at=times["submit"],
            started_at=times["start"],
            completed_at=times["end"],
            status=STATES[record["state"]],
            operation_id=record["op"],
            brief_id=record["shot"],
            project=record["project"],
            user=record["who"],
            tier=record["tier"],
            model=record["model"],
            channel=record["vendor"],
            n_requested=record["n"],
            n_outputs=record["got"],
            parent_asset_ids=record["made_from"],
            reported_cost=record["price"],
            cache_hit=record["cached"],
        )
    with (folder / "verdicts.csv").open() as file:
        for row in csv.DictReader(file):
            at = row["when"].rstrip("Z")
            records.verdict(row["asset"], row["call"].lower(), at, stage=row["stage"])


@pytest.mark.skipif(not WORKED.exists(), reason="the worked cases are not beside the checkout")
@pytest.mark.parametrize("case", ["by_hand", "forty_briefs"])
def test_worked_case(records, case):
    read_worked_case(records, WORKED / case)
    expected = json.loads((WORKED / case / "expected.json").read_text())
    as_of = datetime.fromisoformat(expected["as_of"]).replace(tzinfo=None)
    total = expected["total"]
    records.resolve(as_of)

    lines = dict(records.rows("SELECT line, sum(money) FROM waste_ledger GROUP BY line"))
    for line, money in total["ledger"].items():
        assert abs((lines.get(line) or 0) - Decimal(money)) <= Decimal("0.000001"), line
    counts = records.row(
        "SELECT sum(cost), sum(n_attempts), sum(outputs_usable),"
        " sum(outputs_usable + outputs_contributed), sum(usable_with_rejected_final),"
        " sum(client_rejected) / sum(client_decided),"
        " sum(outputs_pending) / sum(outputs_delivered),"
        " count(*) FILTER (WHERE cost IS NULL), median(latency_s) FROM attempt_facts"
    )
    assert counts == (
        Decimal(total["spend"]),
        total["attempts"],
        total["usable_assets"],
        total["accepted_outputs"],
        total["usable_with_rejected_final"],
        total["external_failure_rate"],
        pytest.approx(total["pending_share"], abs=1e-9),
        total["unpriced_attempts"],
        pytest.approx(total["latency_s_p50"], abs=1e-6),
    )
    assert records.row(
        "SELECT count(*) FILTER (WHERE first_pass) / count(*) FILTER (WHERE settled),"
        " count(*) FILTER (WHERE reworked) / count(*) FILTER (WHERE settled) FROM brief_facts"
    ) == (pytest.approx(total["first_pass_yield"]), pytest.approx(total["rework_rate"]))


# --- the standing decision --------------------------------------------------------------------


def test_the_furthest_stage_overturns_earlier_ones(records):
    records.attempt()
    records.verdict("a1", "approved", "3")
    records.verdict("a1", "rejected", "4", stage="client")
    records.verdict("a1", "approved", "5")
    records.resolve()
    assert records.outcomes() == ["rejected"]
    assert records.facts("client_decided, client_rejected") == (1, 1)


def test_an_audit_rejection_overturns_all_and_is_an_escape(records):
    records.attempt()
    records.attempt()
    for asset in ("a1", "a2"):
        records.verdict(asset, "approved", "3", stage="client")
    records.verdict("a1", "rejected", "4", stage="audit")
    records.verdict("a2", "approved", "4", stage="audit")
    records.resolve()
    assert records.outcomes() == ["rejected", "usable"]
    assert records.facts("audited, escaped") == (1, 1)
    assert records.facts("audited, escaped", 2) == (1, 0)


def test_an_audit_of_what_was_not_approved_is_no_escape(records):
    records.attempt()
    records.verdict("a1", "needs_edit", "3")
    records.verdict("a1", "rejected", "4", stage="audit")
    records.resolve()
    assert records.facts("audited, escaped") == (0, 0)


@pytest.mark.parametrize(
    ("decisions", "outcome"),
    [
        (("approved", "rejected"), "rejected"),
        (("approved", "needs_edit"), "pending"),
        (("needs_edit", "rejected", "approved"), "rejected"),
    ],
)
def test_at_equal_times_the_sterner_decision_stands(records, decisions, outcome):
    records.attempt()
    for decision in decisions:
        records.verdict("a1", decision, "3")
    records.resolve("4")
    assert records.outcomes() == [outcome]


def test_a_pending_decision_changes_nothing(records):
    records.attempt()
    records.verdict("a1", "approved", "3")
    records.verdict("a1", "pending", "4", stage="client")
    records.resolve()
    assert records.outcomes() == ["usable"]


def test_an_approval_before_the_stage_that_counts_is_a_shortlist(records):
    records.attempt()
    records.verdict("a1", "approved", "3", stage="triage")
    records.resolve()
    assert records.outcomes() == ["pending"]
    assert records.row("SELECT settles_at FROM asset_outcomes") is None
    records.resolve(usable_from_stage="triage")
    assert records.outcomes() == ["usable"]


@pytest.mark.parametrize("stage", ["qc", "client"])
def test_an_approval_at_a_stage_that_counts_makes_the_shortlisted_usable(records, stage):
    records.attempt()
    records.verdict("a1", "approved", "3", stage="triage")
    records.verdict("a1", "approved", "4", stage=stage)
    records.resolve()
    assert records.outcomes() == ["usable"]


def test_the_standing_verdict_gives_reason_and_reviewer(records):
    records.attempt()
    records.verdict("a1", "rejected", "3", reason="hands", reviewer="ana")
    records.verdict("a1", "rejected", "4", reason="off brand", reviewer="bo", stage="client")
    records.resolve()
    assert records.row("SELECT reason, reviewer, stage FROM waste_ledger") == (
        *("off brand", "bo"),
        "client",
    )
