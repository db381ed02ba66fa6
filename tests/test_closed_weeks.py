"""Figures over closed weeks: what holds a week open and what does not, asked at 1 December 2026."""

from datetime import datetime
from decimal import Decimal

import pytest

from data.asking.measure import measure
from data.asking.selection import Selection

pytest_plugins = ["tests.hand_made_facts"]

WEEK, NEXT, YOUNG = "2026-11-02T09:00", "2026-11-09T09:00", "2026-11-24T09:00"
WAITS = ("pending", {"settles_at": datetime(2026, 12, 3)})
NAMES = ("closed_cost_per_usable_asset", "closed_discard_rate")


def closed(facts, by=(), **selected):
    table = measure(
        facts.con, NAMES, by=by, selection=Selection(**selected), settings=facts.settings
    )
    return [tuple(row[name] for name in (*by, *NAMES)) for row in table.rows]


def test_a_week_in_which_something_waits_is_left_out(facts):
    facts.attempt("usable", "rejected", cost="2", at=WEEK)
    facts.attempt("usable", "rejected", "rejected", "rejected", WAITS, cost="90", at=NEXT)
    assert closed(facts) == [(Decimal(2), 0.5)]


@pytest.mark.parametrize("status", ["running", "unknown"])
def test_a_call_of_unknown_end_holds_its_week_open_for_the_verdict_window(facts, status):
    facts.attempt("usable", cost="2", at=YOUNG)
    facts.attempt(cost="1", status=status, at=YOUNG)
    assert closed(facts) == [(None, None)]


def test_what_nobody_will_ever_settle_does_not_hold_a_week_open(facts):
    facts.attempt("usable", "pending", cost="2", at=WEEK)  # not reviewed: no time settles it
    facts.attempt(cost="1", status="unknown", at=WEEK)  # four weeks ago
    shortlisted = ("pending", {"standing_at": datetime(2026, 11, 3), "standing_stage": "triage"})
    facts.attempt("usable", shortlisted, cost="1", at=WEEK)
    assert closed(facts) == [(Decimal(2), 0.0)]


def test_what_was_shortlisted_of_late_does(facts):
    facts.attempt("usable", ("pending", {"standing_at": datetime(2026, 11, 20)}), at=WEEK)
    assert closed(facts) == [(None, None)]


def test_a_week_that_is_not_over_is_not_closed(facts):
    facts.attempt("usable", cost="2", at="2026-11-30T09:00")
    assert closed(facts) == [(None, None)]


def test_closed_weeks_on_both_sides_of_an_open_one_count_from_their_first_moment_to_their_last(
    facts,
):
    facts.attempt("usable", cost="2", at="2026-11-08T23:59:59.999999")
    facts.attempt("usable", cost="90", at="2026-11-09T00:00")
    facts.attempt("usable", WAITS, cost="90", at="2026-11-15T23:59:59.999999")
    facts.attempt("usable", cost="4", at="2026-11-16T00:00")
    assert closed(facts) == [(Decimal(3), 0.0)]
    facts.attempt("usable", cost="6", at="2026-11-23T00:00")  # the week after it: one stretch
    assert closed(facts) == [(Decimal(4), 0.0)]


def test_groups_are_compared_over_the_same_weeks(facts):
    facts.attempt("usable", cost="2", at=WEEK, client="acme")
    facts.attempt("usable", cost="9", at=NEXT, client="acme")
    facts.attempt("usable", cost="3", at=WEEK, client="bolt")
    facts.attempt("usable", WAITS, cost="1", at=NEXT, client="bolt")
    by_client = {row[0]: row[1] for row in closed(facts, ["client"])}
    assert by_client == {"acme": 2, "bolt": 3}
    (alone,) = closed(facts, filters=(("client", ("acme",)),))
    assert alone[0] == Decimal("5.5")  # in acme's own work both weeks are closed


def test_outputs_split_as_attempts_do(facts):
    facts.attempt("usable", "rejected", cost="2", at=WEEK)
    facts.attempt("usable", WAITS, cost="90", at=NEXT)
    assert ("usable", Decimal(1), 0.0) in closed(facts, ["outcome"])


def test_a_filter_by_reason_leaves_the_closed_weeks_those_of_the_attempts(facts):
    turned_down = ("rejected", {"reason": "artifacts"})
    facts.attempt("usable", turned_down, cost="2", at=WEEK)
    facts.attempt("usable", turned_down, WAITS, cost="90", at=NEXT)  # it may be that reason next
    (alone,) = closed(facts, filters=(("reason", ("artifacts",)),))
    assert alone == (None, 1.0)
    (both,) = closed(facts, filters=(("reason", ("artifacts", None)),))
    assert both == (Decimal(2), 0.5)
