"""What a meeting decides is noted with its number, and the next ones see whether that moved."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from data.asking.selection import Selection
from data.review.decisions import Decision, decisions_journal, decisions_part, watched_parts
from data.review.journal import Numbered

pytest_plugins = ["tests.review_studio"]

GIVEN = ("--week", "2026-W46", "--owner", "Ana", "--by", "2026-11-27")


def watching(week=45, watch="cost_per_usable_asset", where=("client=acme",), **given):
    entry = {
        "text": "Edit instead of re-rolling",
        "week": date.fromisocalendar(2026, week, 1),
        "owner": "Ana",
        "by": date(2026, 11, 27),
        "created_at": datetime(2026, 11, 9, 10, tzinfo=UTC),
    }
    return Decision(**entry | given, watch=watch, where=where)


def shown(weeks, *entries, reviewed=47):
    numbered = [Numbered(n, each) for n, each in enumerate(entries, start=1)]
    with weeks.asked() as figures:
        period = weeks.week(reviewed)
        return decisions_part(numbered, figures, period), watched_parts(numbered, figures, period)


# --- the command ------------------------------------------------------------------------------


def test_a_decision_is_noted_and_told(weeks):
    done = weeks.run(
        *("decide", "Edit, do not re-roll", *GIVEN),
        *("--watch", "cost_per_usable_asset", "--where", "client=acme"),
    )
    assert done.err.startswith("Decision 1 of the week from 2026-11-09 is noted in ")
    weeks.run("decide", "Ask for a refund", "--owner", "Bo", "--by", "2026-W48")
    (second, first) = weeks.rows("decide", "--list", "--json")
    assert first | {"created_at": None} == {
        "decision": 1,
        "text": "Edit, do not re-roll",
        "week": "2026-11-09",
        "owner": "Ana",
        "by": "2026-11-27",
        "watch": "cost_per_usable_asset",
        "where": ["client=acme"],
        "created_at": None,
    }
    assert (second["decision"], second["week"], second["by"]) == (2, "2026-11-16", "2026-11-29")
    assert second["watch"] is None
    lines = weeks.run("decide", "--list").out.splitlines()
    assert lines[2].split() == [
        *("2", "2026-11-16", "Ask", "for", "a", "refund", "Bo", "2026-11-29", "–", "–")
    ]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--watch", "cost_per_usabel_asset"), "Did you mean cost_per_usable_asset, "),
        (("--watch", "rejected_rows"), "one number for the whole warehouse"),
        (("--watch", "spend", "--where", "client=acmee"), "Did you mean acme?"),
        (("--watch", "spend", "--where", "clint=acme"), "'clint' is not a dimension. Did you mean"),
        (("--watch", "briefs", "--where", "reason=blurry"), "cannot be split by reason"),
        (("--where", "client=acme"), "Name the figure too: --watch METRIC"),
        (("--week", "2026-11"), "more than one week. Write it like 2026-W46"),
        (("--week", "2026-W49"), "has not begun"),
        (("--week", "soon"), "'soon' is not a day"),
        (("--by", "2026-11-01"), "before the week from 2026-11-09"),
        (("--by", "2150-01-01"), "between the years 2000 and 2099"),
        (("--by", "friday"), "'friday' is not a day"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(weeks, arguments, sentence):
    done = weeks.run("decide", "Do it", *GIVEN, *arguments, exits=1)
    assert sentence in done.err
    assert not decisions_journal(weeks.settings()).path.exists()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("Do it", "--owner", "Ana"), "offcut decide needs --by DAY"),
        (("Do it", "--by", "2026-11-27"), "offcut decide needs --owner NAME"),
        (GIVEN, 'offcut decide needs "WHAT WAS DECIDED"'),
        (("Do it", "--list"), "--list stands alone"),
        (("Do it", *GIVEN, "--json"), "--json goes with --list"),
    ],
)
def test_what_is_missing_is_wrong_usage(weeks, arguments, sentence):
    assert sentence in weeks.run("decide", *arguments, exits=2).err


def test_a_decision_that_was_cut_off_is_told(weeks):
    weeks.run("decide", "Do it", *GIVEN)
    path = decisions_journal(weeks.settings()).path
    path.write_bytes(path.read_bytes()[:-30])
    done = weeks.run("decide", "--list", "--json")
    assert "line 1 is cut off" in done.err
    assert json.loads(done.out) == []


# --- whether the number moved -----------------------------------------------------------------


def test_the_number_of_the_week_before_and_of_each_week_since(weeks):
    """acme: $6 for 2 in week 45, $3 for 3 in week 46, $2 for 1 in week 47."""
    part, (watched,) = shown(weeks, watching())
    (row,) = part.rows
    assert (row["before"], row["now"], row["change"]) == (Decimal(3), Decimal(2), Decimal(-1))
    assert (row["weeks"], row["n"], row["unit"], row["note"]) == (2, 1, "money_per", None)
    told = [tuple(row[name] for name in ("week", "value", "change", "n")) for row in watched.rows]
    assert told == [
        (date(2026, 11, 2), Decimal(3), Decimal(0), 2),
        (date(2026, 11, 9), Decimal(1), Decimal(-2), 3),
        (date(2026, 11, 16), Decimal(2), Decimal(-1), 1),
    ]
    assert (watched.chart.kind, watched.chart.x, watched.chart.y) == ("lines", "week", ("value",))


def test_weeks_after_the_one_reviewed_do_not_count(weeks):
    part, _ = shown(weeks, watching(), reviewed=46)
    assert (part.rows[0]["now"], part.rows[0]["weeks"]) == (Decimal(1), 1)


def test_a_week_that_has_not_ended_does_not_count(weeks):
    part, _ = shown(weeks, watching(week=47), reviewed=48)
    assert part.rows[0]["note"] == "no complete week has passed since"
    assert (part.rows[0]["before"], part.rows[0]["now"]) == (Decimal(2), None)


def test_a_week_without_a_record_is_not_0(weeks):
    _, (watched,) = shown(weeks, watching(week=43))
    empty = {"week": date(2026, 10, 19), "value": None, "n": None, "change": None}
    assert empty.items() <= watched.rows[0].items()
    assert watched.rows[0]["note"] == "no record in this week"


def test_a_decision_that_watches_nothing_is_told_without_figures(weeks):
    part, watched = shown(weeks, watching(watch=None, where=()), watching(week=46))
    assert [(row["decision"], row["before"]) for row in part.rows] == [(2, Decimal(1)), (1, None)]
    assert len(watched) == 1


def test_a_metric_that_is_gone_is_said_in_its_row(weeks):
    part, (watched,) = shown(weeks, watching(watch="cost_per_wish"))
    assert "'cost_per_wish' is not a metric" in part.rows[0]["note"]
    assert "'cost_per_wish' is not a metric" in watched.sentences[1]


def test_later_decisions_and_those_long_past_are_left_out(weeks):
    later = watching(week=47)
    due, past = (watching(week=30, by=date(2026, 11, day)) for day in (12, 8))
    part, _ = shown(weeks, later, due, past, reviewed=46)
    assert [row["decision"] for row in part.rows] == [2]
    part, _ = shown(weeks, past, reviewed=46)
    assert part.sentences == ("Nothing was decided in the weeks before.",)


@pytest.mark.parametrize(("week", "weeks_since"), [(36, [11]), (35, [12]), (34, [])])
def test_twelve_weeks_are_followed(weeks, week, weeks_since):
    part, _ = shown(weeks, watching(week=week, by=date(2026, 9, 30)), reviewed=47)
    assert [row["weeks"] for row in part.rows] == weeks_since


def test_open_days_take_all_weeks_that_have_ended(weeks):
    with weeks.asked() as figures:
        part = decisions_part([Numbered(1, watching())], figures, Selection())
    assert part.rows[0]["weeks"] == 2
