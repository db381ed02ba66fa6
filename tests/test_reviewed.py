"""Silence is a no only where somebody is known to decide; of several reviewers, a rule decides."""

from __future__ import annotations

import pytest

from data.asking.measure import measure
from data.settings import Settings

pytest_plugins = ["tests.raw_records"]

SETTINGS = Settings()
LATE = "30"
"""Long after every window."""


def figures(records, *names, by=()):
    return [*measure(records.con, names, by=by, settings=SETTINGS).rows]


def test_without_any_decision_silence_says_nothing(records):
    records.attempt(n_outputs=3, reported_cost="3")
    records.resolve(LATE)
    assert records.outcomes() == ["pending"] * 3
    assert records.facts("outputs_unreviewed, money_unreviewed::INTEGER") == (3, 3)
    assert records.rows("SELECT settles_at FROM asset_outcomes") == [(None,)] * 3


def test_one_decision_in_the_project_makes_silence_a_no(records):
    for project in ("seen", "seen", "unseen"):
        records.attempt(client="c", project=project)
    records.verdict("a1", "rejected", "20")
    records.resolve("19")
    assert records.outcomes() == ["pending"] * 3
    records.resolve(LATE)
    assert records.outcomes() == ["rejected", "not_selected", "pending"]
    assert records.facts("outputs_unreviewed", 3) == 1


def test_where_client_and_project_are_unnamed_the_source_counts(records):
    records.source("other")
    records.attempt()
    records.attempt()
    records.attempt(source="other")
    records.verdict("a1")
    records.resolve(LATE)
    assert records.outcomes() == ["usable", "not_selected", "pending"]


@pytest.mark.parametrize(
    "decision", [{"decision": "pending"}, {"stage": "triage"}, {"at": "29 13:00"}]
)
def test_what_is_no_decision_that_counts_reviews_nothing(records, decision):
    records.attempt()
    records.attempt()
    records.verdict("a1", **{"decision": "needs_edit"} | decision)
    records.resolve("29")
    assert records.facts("outputs_unreviewed", 2) == 1


def test_a_shortlist_counts_where_the_settings_say_so(records):
    records.attempt()
    records.attempt()
    records.verdict("a1", stage="triage")
    records.resolve(LATE, usable_from_stage="triage")
    assert records.outcomes() == ["usable", "not_selected"]


def test_where_all_of_a_group_is_unreviewed_its_waste_is_not_known(records):
    records.attempt(project="unseen", n_outputs=2, n_requested=2, reported_cost="2")
    records.attempt(project="unseen", status="failed", reported_cost="1")
    records.attempt(project="seen", n_outputs=2, n_requested=2, reported_cost="2")
    records.verdict("a3#0")
    records.resolve(LATE)
    asked = (
        "waste_share",
        "yield",
        "discard_rate",
        "cost_per_usable_asset",
        "failure_rate",
        "spend",
    )
    seen, unseen = sorted(figures(records, *asked, by=["project"]), key=lambda row: row["project"])
    assert [seen[name] for name in asked] == [0.5, 0.5, 0.5, 2, 0, 2]
    assert [unseen[name] for name in asked] == [None, None, None, None, 0.5, 3]
    [whole] = figures(records, *asked, "unreviewed_outputs", "unreviewed_money")
    assert whole["waste_share"] == pytest.approx(2 / 5)  # a rejected half and the failure
    assert whole["yield"] == pytest.approx(1 / 5)
    assert (whole["unreviewed_outputs"], whole["unreviewed_money"]) == (2, 2)


def test_the_reason_is_told(records):
    records.attempt()
    records.resolve(LATE)
    measures = measure(records.con, ["waste_share", "yield"], settings=SETTINGS)
    reasons = {measures.evidence(0, name).unknown_because for name in ("waste_share", "yield")}
    assert reasons == {"nobody is known to review this work"}


# --- several reviewers ------------------------------------------------------------------------


def decided(records, *decisions, stage="qc"):
    """Reviewers a, b, c … decide on one output, a day after each other."""
    records.attempt()
    for place, decision in enumerate(decisions):
        at, reviewer = str(3 + place), chr(ord("a") + place)
        records.verdict("a1", decision, at, stage=stage, reviewer=reviewer)


@pytest.mark.parametrize(
    ("rule", "decisions", "outcome"),
    [
        ("latest", ("rejected", "rejected", "approved"), "usable"),
        ("majority", ("rejected", "rejected", "approved"), "rejected"),
        ("majority", ("rejected", "approved"), "rejected"),
        ("majority", ("approved", "rejected", "approved"), "usable"),
        ("strict", ("rejected", "approved", "approved"), "rejected"),
        ("strict", ("approved", "approved"), "usable"),
    ],
)
def test_of_several_reviewers_a_rule_decides(records, rule, decisions, outcome):
    decided(records, *decisions)
    records.resolve(verdict_rule=rule)
    assert records.outcomes() == [outcome]


def test_a_rule_can_be_of_one_stage(records):
    decided(records, "rejected", "approved", stage="client")
    records.resolve(verdict_rule={"qc": "strict"})
    assert records.outcomes() == ["usable"]
    records.resolve(verdict_rule={"client": "strict"})
    assert records.outcomes() == ["rejected"]


def test_a_reviewers_latest_word_counts_under_every_rule(records):
    records.attempt()
    records.verdict("a1", "rejected", "3", reviewer="ana")
    records.verdict("a1", "approved", "4", reviewer="Ana ")
    records.verdict("a1", "pending", "5", reviewer="ana")
    records.resolve(verdict_rule="strict")
    assert records.outcomes() == ["usable"]
    assert records.facts("disputed") == 0


def test_unnamed_reviewers_are_one(records):
    records.attempt()
    records.verdict("a1", "rejected", "3")
    records.verdict("a1", "approved", "4")
    records.resolve(verdict_rule="strict")
    assert records.outcomes() == ["usable"]


def test_a_dispute_is_counted_where_it_stands(records):
    decided(records, "rejected", "approved")
    records.attempt()
    records.verdict("a2", "rejected", "3", reviewer="a")
    records.verdict("a2", "approved", "4", reviewer="b")
    records.verdict("a2", "approved", "5", reviewer="c", stage="client")
    records.resolve()
    assert records.facts("disputed", 1) == 1
    assert records.facts("disputed", 2) == 0
    [row] = figures(records, "disputed_assets")
    assert row["disputed_assets"] == 1
