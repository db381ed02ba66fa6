"""Measuring: groups, their order, what may be split by what, and the waste ledger."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.asking.measure import fitting, ledger, measure, values
from data.asking.selection import Selection
from data.errors import QuestionError
from data.metrics.catalogue import HEADLINE
from data.metrics.dimensions import DIMENSIONS
from data.metrics.sums import LINES, OUTPUT_LINES
from data.settings import Settings

pytest_plugins = ["tests.hand_made_facts"]

few = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
costs = st.none() | st.decimals(0, 10**6, places=12).map(str)
ended = st.sampled_from(["failed", "blocked", "canceled", "unknown", "running"])
outcomes = st.lists(st.sampled_from(OUTPUT_LINES), min_size=1, max_size=7)
moments = st.datetimes(*map(datetime.fromisoformat, ("2026-03-01", "2026-11-30")))
zones = st.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"])
attempts = st.fixed_dictionaries(
    {
        "at": moments.map(lambda at: f"{at.isoformat()}Z"),
        "cost": costs,
        "model": st.none() | st.sampled_from(["a", "b"]),
        "tier": st.sampled_from(["generate", "refine", "upscale"]),
    }
)


def by(facts, names, dimensions, **options):
    return measure(facts.con, names, by=dimensions, settings=facts.settings, **options)


def column(table, name):
    return [row[name] for row in table.rows]


# --- groups -----------------------------------------------------------------------------------


def test_groups_come_by_spend_then_by_name_and_not_known_last(facts):
    for model, cost in (("b", "1"), ("A", "1"), ("c", "2"), (None, "9")):
        facts.attempt("usable", model=model, cost=cost)
    assert column(by(facts, ["attempts"], ["model"]), "model") == ["c", "A", "b", None]
    known = {"settings": facts.settings}
    assert values(facts.con, "model", **known, limit=9) == ["c", "A", "b", None]
    assert values(facts.con, "model", **known, limit=2) == ["c", "A"]


@few
@given(
    made=st.lists(attempts, min_size=1, max_size=9),
    dimensions=st.lists(
        st.sampled_from(["model", "hour", "weekday", "tier"]), min_size=1, max_size=3, unique=True
    ),
    limit=st.integers(1, 9),
    names=st.sampled_from([["latency_s_p95"], ["spend", "first_pass_yield"]]),
)
def test_a_limit_leaves_the_first_groups_as_they_are(facts, made, dimensions, limit, names):
    facts.clear()
    for columns in made:
        facts.attempt("usable", **columns)
    whole, part = by(facts, names, dimensions), by(facts, names, dimensions, limit=limit)
    assert part.rows == whole.rows[:limit]
    assert (part.has_more, whole.has_more) == (len(whole.rows) > limit, False)


def test_time_comes_in_its_order_and_wins_over_spend(facts):
    for at, model, cost in (("03", "a", "9"), ("02", "a", "1"), ("02", "b", "2")):
        facts.attempt("usable", at=f"2026-11-{at}T09:00", model=model, cost=cost)
    table = by(facts, ["spend"], ["model", "day"])
    assert [(row["day"].day, row["model"]) for row in table.rows] == [(2, "b"), (2, "a"), (3, "a")]


def test_the_repeated_hour_is_two_groups_in_order(facts):
    facts.zone = "Europe/Berlin"
    for at in ("2026-10-25T01:30Z", "2026-10-25T00:30Z", "2026-10-25T02:30Z"):
        facts.attempt("usable", at=at)
    assert [row["hour"] for row in by(facts, ["attempts"], ["hour"]).json_rows()] == [
        "2026-10-25T02:00:00+02:00",
        "2026-10-25T02:00:00+01:00",
        "2026-10-25T03:00:00+01:00",
    ]
    assert column(by(facts, ["attempts"], ["hour_of_day"]), "attempts") == [2, 1]


@pytest.mark.parametrize(
    ("starts_on", "weeks"),
    [
        ("monday", ["2026-10-26", "2026-11-02"]),
        ("sunday", ["2026-11-01"]),
        ("saturday", ["2026-10-31"]),
    ],
)
def test_weeks_start_where_the_settings_say(facts, starts_on, weeks):
    facts.attempt("usable", at="2026-11-01T12:00")  # a Sunday
    facts.attempt("usable", at="2026-11-02T12:00")
    team = Settings(week_starts_on=starts_on)
    table = measure(facts.con, ["attempts"], by=["week"], settings=team)
    assert [row["week"] for row in table.json_rows()] == weeks
    filtered = Selection(filters=(("week", (weeks[-1],)),))
    found = measure(facts.con, ["attempts"], selection=filtered, settings=team)
    assert found.rows[0]["attempts"] == table.rows[-1]["attempts"]


def test_weekdays_are_in_the_order_of_the_teams_week(facts):
    for day in ("01", "02", "07"):
        facts.attempt("usable", at=f"2026-11-{day}T12:00")
    table = by(facts, ["attempts"], ["weekday"])
    assert column(table, "weekday") == ["Monday", "Saturday", "Sunday"]
    team = Settings(week_starts_on="sunday")
    table = measure(facts.con, ["attempts"], by=["weekday"], settings=team)
    assert column(table, "weekday") == ["Sunday", "Monday", "Saturday"]


def test_a_heat_map_is_a_measure_by_hour_and_weekday(facts):
    facts.attempt("usable", at="2026-11-02T09:10", latency_s=4)
    facts.attempt("usable", at="2026-11-09T09:50", latency_s=6)
    table = by(facts, ["latency_s_p50"], ["hour_of_day", "weekday"])
    assert table.rows == ({"hour_of_day": 9, "weekday": "Monday", "latency_s_p50": 5},)


def test_figures_of_different_grains_meet_in_one_row(facts):
    facts.attempt("usable", cost="2", model="a")
    facts.brief(model="a")
    facts.brief(model="b")
    facts.work("5", model="b")
    table = by(facts, ["spend", "attempts", "briefs", "fully_loaded_cost"], ["model"])
    assert [tuple(row.values()) for row in table.rows] == [("a", 2, 1, 1, 2), ("b", 0, 0, 1, 5)]


def test_a_brief_counts_in_the_period_of_its_earliest_attempt_and_work_in_its_own(facts):
    facts.brief(at="2026-10-30T09:00")
    facts.attempt("usable", at="2026-11-02T09:00")
    facts.work("5", at="2026-11-03T09:00")
    november = Selection(date(2026, 11, 1), date(2026, 11, 30))
    [row] = by(facts, ["briefs", "attempts", "people_cost"], [], selection=november).rows
    assert row == {"briefs": 0, "attempts": 1, "people_cost": 5}


def test_every_dimension_can_split_and_filter(facts):
    facts.attempt("usable", model="a")
    for each in DIMENSIONS:
        table = by(facts, ["spend"], [each.name])
        assert column(table, "spend") == [1]
        shown = table.json_rows()[0][each.name]
        narrowed = Selection.of_options(
            where=[f"{each.name}={'' if shown is None else shown}"], settings=facts.settings
        )
        assert by(facts, ["spend"], [], selection=narrowed).rows[0]["spend"] == 1


def test_every_dimension_is_known_of_briefs_work_and_handovers_too(facts):
    facts.attempt("usable")
    facts.brief()
    facts.work("1")
    for each in DIMENSIONS:
        names = [metric.name for metric in fitting([each.name])]
        assert by(facts, names, [each.name]).rows


# --- what may be split by what ----------------------------------------------------------------


def test_outputs_split_by_reason_with_their_money(facts):
    facts.attempt(
        ("rejected", {"reason": "hands", "reviewer": "ana"}),
        ("rejected", {"reason": "text"}),
        "usable",
        cost="0.10",
    )
    facts.attempt(cost="0.05", status="failed")
    table = by(facts, ["spend", "discard_rate"], ["reason"])
    assert [tuple(row.values()) for row in table.rows] == [
        ("hands", Decimal("0.033333"), 1),
        ("text", Decimal("0.033333"), 1),
        (None, Decimal("0.083334"), 0),
    ]


def test_an_attempt_without_outputs_has_its_status_as_outcome(facts):
    facts.attempt(cost="0.05", status="failed")
    facts.breakage("0.02")
    facts.attempt("usable", "blocked", cost="0.02")
    table = by(facts, ["spend", "outputs"], ["outcome"])
    assert {row["outcome"]: (row["spend"], row["outputs"]) for row in table.rows} == {
        "failed": (Decimal("0.05"), 0),
        "breakage": (Decimal("0.02"), 0),
        "usable": (Decimal("0.01"), 1),
        "blocked": (Decimal("0.01"), 0),
    }


@pytest.mark.parametrize(
    ("name", "counted"),
    [
        ("latency_s_p95", "whole attempts"),
        ("rework_rate", "whole briefs"),
        ("fully_loaded_cost", "people's work"),
        ("handover_s_p50", "whole handovers"),
    ],
)
def test_figures_of_attempts_and_briefs_are_refused_by_outcome(facts, name, counted):
    with pytest.raises(QuestionError) as error:
        by(facts, [name], ["outcome"])
    sentence = str(error.value)
    assert counted in sentence
    assert "Metrics that fit: spend, " in sentence


def test_a_filter_by_outcome_refuses_them_too(facts):
    rejected = Selection(filters=(("outcome", ("rejected",)),))
    facts.attempt("rejected", "usable", cost="1")
    assert by(facts, ["spend"], [], selection=rejected).rows[0]["spend"] == Decimal("0.5")
    with pytest.raises(QuestionError, match="cannot be split by outcome"):
        by(facts, ["attempts"], [], selection=rejected)


def test_figures_of_the_whole_warehouse_have_no_groups(facts):
    with pytest.raises(QuestionError, match="one number for the whole warehouse"):
        by(facts, ["unmatched_verdicts"], ["model"])


def test_naming_nothing_asks_what_fits_of_the_headline(facts):
    assert by(facts, [], []).metrics == HEADLINE
    assert by(facts, [], ["outcome"]).metrics == tuple(
        name for name in HEADLINE if name in {each.name for each in fitting(["outcome"])}
    )


def test_a_dimension_is_named_once(facts):
    with pytest.raises(QuestionError, match="named twice"):
        by(facts, ["spend"], ["model", "model"])


# --- JSON -------------------------------------------------------------------------------------


def test_json_has_money_as_text_and_the_rest_as_numbers(facts):
    facts.attempt("usable", "usable", "pending", cost="0.100000000001", latency_s=2)
    facts.brief()
    names = ["spend", "cost_per_usable_asset", "usable_assets", "latency_s_p50", "pending_share"]
    [row] = by(facts, [*names, "people_cost"], ["week", "model"]).json_rows()
    assert row == {
        "week": "2026-11-02",
        "model": None,
        "spend": "0.100000000001",
        "cost_per_usable_asset": pytest.approx(0.05),
        "usable_assets": 2,
        "latency_s_p50": 2.0,
        "pending_share": pytest.approx(1 / 3),
        "people_cost": None,
    }
    assert isinstance(row["usable_assets"], int)
    assert isinstance(row["cost_per_usable_asset"], float)


# --- the waste ledger -------------------------------------------------------------------------


def test_the_ledger_has_every_line_in_order_and_its_total(facts):
    facts.attempt("usable", "rejected", "blocked", cost="0.30")
    facts.attempt(cost="0.05", status="failed")
    facts.attempt(cost=None, status="running")
    table = ledger(facts.con, settings=facts.settings)
    assert column(table, "line") == [*LINES, "total"]
    found = {row["line"]: (row["money"], row["outputs"]) for row in table.json_rows()}
    assert found["usable"] == ("0.100000", 1)
    assert found["failed"] == ("0.050000", 0)
    assert found["unknown"] == ("0.000000", 0)
    assert found["total"] == ("0.350000", 3)
    assert table.balances


def test_the_ledger_of_an_unpriced_group_is_not_known(facts):
    facts.attempt("usable", cost=None, model="a")
    facts.attempt("usable", cost="1", model="b")
    table = ledger(facts.con, ["model"], settings=facts.settings)
    money = {row["model"]: row["money"] for row in table.rows if row["line"] == "total"}
    assert money == {"a": None, "b": 1}
    assert {row["money"] for row in table.rows if row["model"] == "a"} == {None}


def test_the_empty_ledger_is_zero(facts):
    table = ledger(facts.con, settings=facts.settings)
    assert set(column(table, "money")) == {0}
    assert table.balances


# --- what always holds ------------------------------------------------------------------------


def fill(facts, zone, made):
    facts.clear()
    facts.zone = zone
    for columns, outputs, status in made:
        if outputs:
            facts.attempt(*outputs, **columns)
        else:
            facts.attempt(status=status, **columns)


several = st.lists(st.tuples(attempts, st.just([]) | outcomes, ended), min_size=1, max_size=8)


def total(amounts):
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if known else None


@few
@given(zones, several, st.sampled_from([[], ["model"], ["outcome"], ["day", "tier"]]))
def test_ledger_lines_sum_to_the_total_and_the_total_is_spend(facts, zone, made, dimensions):
    fill(facts, zone, made)
    table = ledger(facts.con, dimensions, settings=facts.settings)
    assert table.balances
    totals = [row["money"] for row in table.rows if row["line"] == "total"]
    spend = by(facts, ["spend"], [])
    assert total(totals) == spend.rows[0]["spend"]
    assert totals == column(by(facts, ["spend"], dimensions), "spend")


@few
@given(zones, several)
def test_groups_of_every_dimension_sum_to_the_total(facts, zone, made):
    fill(facts, zone, made)
    names = ["spend", "usable_assets", "outputs"]
    [whole] = by(facts, names, []).rows
    for each in DIMENSIONS:
        table = by(facts, names, [each.name])
        assert {name: total(column(table, name)) for name in names} == whole, each.name


@few
@given(zones, several, st.integers(0, 1))
def test_days_sum_to_the_period_across_clock_changes(facts, zone, made, side):
    fill(facts, zone, made)
    period = [
        Selection(date(2026, 3, 8), date(2026, 4, 5)),
        Selection(date(2026, 10, 20), date(2026, 11, 3)),
    ][side]
    names = ["attempts", "spend"]
    [whole] = by(facts, names, [], selection=period).rows
    days = by(facts, names, ["day"], selection=period)
    assert all(period.first_day <= day <= period.last_day for day in column(days, "day"))
    assert sum(column(days, "attempts")) == whole["attempts"]
    assert (total(column(days, "spend")) or 0) == (whole["spend"] or 0)
    for row in days.rows:
        alone = Selection(row["day"], row["day"])
        assert by(facts, ["attempts"], [], selection=alone).rows[0]["attempts"] == row["attempts"]


@few
@given(several)
def test_ratios_of_a_group_are_ratios_of_its_sums(facts, made):
    fill(facts, "UTC", made)
    names = ["spend", "usable_assets", "cost_per_usable_asset"]
    table = by(facts, names, ["tier"])
    for place, row in enumerate(table.rows):
        evidence = table.evidence(place, "cost_per_usable_asset")
        assert (evidence.numerator, evidence.denominator) == (row["spend"], row["usable_assets"])
        known = row["spend"] is not None and row["usable_assets"]
        expected = row["spend"] / row["usable_assets"] if known else None
        assert row["cost_per_usable_asset"] == expected
