"""The weekly review of the demo: what it says first, that it sums, that it is what metrics say."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, timedelta
from decimal import Decimal

import pytest

from data.asking.selection import Selection
from data.errors import QuestionError
from data.metrics.catalogue import metric
from data.review.asked import EQUAL_AGE, PREVIOUS, asked_review, period_name
from data.review.content.found import NOTHING_MOVED
from data.review.content.review import build_review
from data.review.facts import Facts
from data.settings import Settings

pytest_plugins = ["tests.loaded_demo"]

WEEK = timedelta(days=7)
LAST = date(2026, 11, 9)


@pytest.fixture(scope="module")
def built(demo):
    return build_review(demo, asked_review(demo.settings))


@pytest.fixture(scope="module")
def facts(demo):
    return Facts(demo, asked_review(demo.settings))


# --- what it says -----------------------------------------------------------------------------


def test_the_planted_problem_is_named_first_in_money(built):
    first = built.found[0]
    assert first.key == "rerolls:client=petrichor-skin"
    assert "petrichor-skin" in first.sentence
    assert first.low > 0
    assert first.low < first.money_a_week < first.high
    assert f"{first.money_a_week:.2f}" in first.sentence


def test_the_money_of_re_rolls_is_that_of_those_beyond_the_earlier_number(facts, built):
    now = [each for each in facts.recent if each.client == "petrichor-skin"]
    before = [each for each in facts.earlier if each.client == "petrichor-skin"]
    more = sum(b.n_rerolls for b in now) / len(now) - sum(b.n_rerolls for b in before) / len(before)
    one = sum(b.reroll_money for b in now) / sum(b.n_rerolls for b in now)
    assert float(built.found[0].money_a_week) == pytest.approx(
        more * float(one) * len(now) / 4, abs=0.01
    )


def test_findings_are_seven_at_most_and_the_dearest_come_first(built):
    rows = built.review.part("findings").rows
    assert 3 <= len(built.found) <= 7
    amounts = [abs(row["money_a_week"]) for row in rows if row["money_a_week"] is not None]
    assert amounts == sorted(amounts, reverse=True)
    assert len({row["key"] for row in rows}) == len(rows)


def test_a_week_before_the_problem_does_not_name_it(demo):
    early = asked_review(demo.settings, week="2026-W42", as_of="2026-10-19")
    assert not [each for each in build_review(demo, early).found if each.rule == "rerolls"]


def test_the_headline_has_the_cost_the_change_and_its_main_cause(built, demo):
    row = demo.measure(["cost_per_usable_asset"], selection=_week(LAST)).rows[0]
    assert f"One usable asset cost ${row['cost_per_usable_asset']:.2f} in 2026-W46" in (
        built.review.headline
    )
    assert "at the same age" in built.review.headline


# --- that it sums -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["bridge", "loaded_bridge"])
def test_the_bridge_sums_to_the_last_digit(built, name):
    first, *steps, last = [row["money"] for row in built.review.part(name).rows]
    assert first + sum(steps) == last


def test_the_lines_of_a_week_sum_to_its_total(built):
    part = built.review.part("money_by_week")
    lines = [column.name for column in part.columns if column.unit == "money"][:-1]
    for row in part.rows:
        assert sum((row[line] for line in lines), Decimal(0)) == row["total"]


# --- equal age --------------------------------------------------------------------------------


def test_weeks_at_equal_age_are_what_they_were(facts, demo):
    """Beside figures resolved as of then. A change of clocks moves the moment by an hour."""
    age_h = facts.settling.age_h(LAST)
    for weeks in range(6):
        week = LAST - weeks * WEEK
        then = (facts.asked.as_of - weeks * WEEK).replace(tzinfo=UTC)
        names = ["usable_assets", "accepted_outputs", "discard_rate"]
        (was,) = demo.measure(names, selection=replace(_week(week), as_of=then)).rows
        found = facts.settling.fates_at(week, age_h)
        assert found.usable == pytest.approx(was["usable_assets"], abs=1)
        assert found.usable + found.contributed == pytest.approx(was["accepted_outputs"], abs=1)
        assert found.discard_rate == pytest.approx(was["discard_rate"], abs=0.005)


@pytest.mark.parametrize("name", ["weeks", "money_by_week"])
def test_weeks_that_still_settle_are_marked_in_every_table_by_week(built, demo, name):
    part = built.review.part(name)
    marked = {row["week"] for row in part.rows if row["settling"] is not None}
    open_weeks = {row["week"] for row in built.review.part("young_weeks").rows}
    assert open_weeks
    assert open_weeks <= marked
    assert part.rows[0]["settling"] is None
    assert any("still settle" in each for each in part.sentences)
    now = demo.measure(["pending_share"], by=["week"], selection=Selection(last_day=LAST + WEEK))
    shares = {row["week"]: row["pending_share"] for row in now.rows}
    assert all(row["settling"] == shares[row["week"]] for row in part.rows if row["week"] in marked)


def test_what_is_left_out_stands_in_the_review(built):
    part = built.review.part("not_comparable")
    assert {row["comparison"] for row in part.rows} >= {"pairs of models on like work"}
    assert all(row["not_comparable"] > 0 for row in part.rows)


def test_stop_lines_by_client_leave_persons_out_unless_they_are_wanted(built):
    splits = {row["split"] for row in built.review.part("stop_lines_by").rows}
    assert splits == {"client", "model"}


def test_a_young_week_comes_to_what_older_ones_did(built):
    rows = [r for r in built.review.part("young_weeks").rows if r["week"] == LAST]
    rates = {row["metric"]: row for row in rows}
    discards = rates["discard_rate"]
    assert discards["stands"] < 0.7 < discards["low"] < discards["ends"] < discards["high"] < 0.82
    assert rates["yield"]["ends"] < rates["yield"]["stands"]


def test_a_projection_made_then_holds_now(demo):
    """The week of 19 October as it looked four weeks ago, beside what it came to."""
    week = date(2026, 10, 19)
    then = Facts(demo, asked_review(demo.settings, week="2026-W43", as_of="2026-10-27"))
    found = then.settling.projection(week)
    (came,) = demo.measure(["discard_rate", "usable_assets"], selection=_week(week)).rows
    naive = abs(found.now.discard_rate - came["discard_rate"])
    assert abs(found.ends.discard_rate - came["discard_rate"]) < naive / 2


# --- that it is what metrics say --------------------------------------------------------------


def _week(first: date):
    settings = Settings(timezone="Europe/Berlin", as_of="2026-11-16T00:00:00Z")
    asked = asked_review(settings, first=str(first), last=str(first + timedelta(days=6)))
    return asked.selection


def selections(demo):
    """Twenty: days and work at random, the dice fixed; every fifth at equal age."""
    dice = random.Random(11)
    for number in range(20):
        first = date(2026, 9, 14) + timedelta(days=dice.randrange(45))
        last = first + timedelta(days=dice.choice([6, 6, 13, 2]))
        name = dice.choice(["client", "model", "media", "tier", "team"])
        value = dice.choice(demo.values(name, _week(LAST), 6))
        compare = PREVIOUS if number % 5 else EQUAL_AGE
        yield asked_review(
            demo.settings, first=str(first), last=str(last), compare=compare,
            where=[f"{name}={value or ''}"],
        )  # fmt: skip


def test_every_figure_of_twenty_selections_is_that_of_metrics(demo):
    for asked in selections(demo):
        review = build_review(demo, asked).review
        names = [row["metric"] for row in review.part("metrics").rows]
        now = demo.measure(names, selection=asked.selection).rows[0]
        before = demo.measure(names, selection=asked.selection_before).rows[0]
        for row in review.part("metrics").rows:
            assert (row["value"], row["before"]) == (now[row["metric"]], before[row["metric"]])
        for row in review.part("gaps").rows:
            (found,) = demo.measure([row["metric"]], selection=asked.selection).rows
            assert row["value"] == found[row["metric"]]
        _check_young_weeks(demo, asked, review)


def _check_young_weeks(demo, asked, review):
    for row in review.part("young_weeks").rows:
        selection = asked.until(asked.days.last, row["week"])
        table = demo.measure([row["metric"]], by=["week"], selection=selection)
        figures = {each["week"]: each[row["metric"]] for each in table.rows}
        assert row["stands"] == figures[row["week"]]
        assert row["unit"] == metric(row["metric"]).unit


# --- odd questions ----------------------------------------------------------------------------


def test_a_period_without_anything_says_so(demo):
    where = ["client=petrichor-skin"]  # credits belong to no client
    asked = asked_review(demo.settings, first="2026-08-03", last="2026-08-09", where=where)
    built = build_review(demo, asked)
    assert built.review.headline == "Nothing was submitted in 2026-W32."
    assert built.review.part("findings").sentences == (NOTHING_MOVED,)


def test_nothing_to_compare_with_says_so(demo):
    asked = asked_review(demo.settings, week="2026-W37")
    headline = build_review(demo, asked).review.headline
    assert headline.endswith("The week before had nothing usable.")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"week": "2026-W60"}, "is not a day"),
        ({"week": "2026-W52"}, "lies ahead"),
        ({"week": "2026-W46", "first": "2026-11-02"}, "leave out --from"),
        ({"first": "2026-11-08", "last": "2026-11-02"}, "swap"),
        ({"first": "2020-01-01", "last": "2026-11-02"}, "a year at most"),
        ({"compare": "last week"}, "write previous, equal-age"),
        ({"compare": "2026-11-12"}, "name a day before"),
        ({"where": ["klient=acme"]}, "klient"),
    ],
)
def test_what_cannot_be_reviewed_is_refused_with_a_sentence(given, words):
    settings = Settings(as_of="2026-11-16T00:00:00Z")
    with pytest.raises(QuestionError, match=words):
        asked_review(settings, **given)


def test_periods_are_named_by_the_teams_week():
    settings = Settings(as_of="2026-11-16T00:00:00Z", week_starts_on="sunday")
    asked = asked_review(settings)
    assert asked.days.first == date(2026, 11, 8)
    assert period_name(asked.days, settings) == "2026-W46"
    assert period_name(asked.days, Settings()) == "2026-11-08..2026-11-14"
