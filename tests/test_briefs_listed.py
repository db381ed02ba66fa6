"""The list of briefs, and which one is meant: by hand."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from data.asking.selection import Selection
from data.briefs.found import find_brief
from data.briefs.listed import ORDERS, VIEWS, listed_briefs

pytest_plugins = ["tests.hand_made_facts"]

EVERYTHING = Selection()


def listed(facts, limit=10, selection=EVERYTHING, **how):
    return listed_briefs(
        facts.con, selection=selection, settings=facts.settings, limit=limit, **how
    )


def names(found):
    return [each.brief for each in found.briefs]


def a_brief(facts, name, *attempts, settled=True, client="acme", **columns):
    """A brief of attempts, each (outcomes, cost) with columns of its own."""
    first = None
    usable = 0
    for outcomes, cost, more in attempts:
        number = facts.attempt(*outcomes, cost=cost, brief=name, client=client, **more)
        first = first or number
        facts.con.execute(
            "UPDATE resolved_attempts SET brief_no = ? WHERE attempt_no = ?", [first, number]
        )
        usable += outcomes.count("usable")
    known = [Decimal(cost) for _, cost, _ in attempts if cost is not None]
    told = {
        "brief_no": first,
        "client": client,
        "n_attempts": len(attempts),
        "n_usable": usable,
        "settled": settled,
        "first_pass": settled and len(attempts) == 1 and usable > 0,
        "never_usable": settled and not usable,
        "cost": sum(known) if known else None,
    }
    facts.brief(brief=name, **told | columns)
    return first


@pytest.fixture
def four(facts):
    """A usable one, a one-shot, one never usable and one open; 4.00, 1.00, 3.00 and 2.00."""
    a_brief(
        facts, "Hero Shot",
        (("usable", "rejected"), "2", {}), (("contributed",), "1", {}),
        ((), "1", {"status": "failed"}), time_to_first_usable_s=60.0, n_rerolls=2,
    )  # fmt: skip
    a_brief(facts, "one-shot", (("usable",), "1", {"at": "2026-11-09T09:00", "latency_s": 5.0}),
            at="2026-11-09T09:00", time_to_first_usable_s=5.0)  # fmt: skip
    a_brief(facts, "never", (("not_selected", "rejected"), "2", {}), (("blocked",), "1", {}))
    a_brief(
        facts, "open",
        (("pending",), "2", {}), ((), None, {"status": "unknown"}), settled=False,
    )  # fmt: skip
    return facts


def test_the_sums_of_a_brief_are_those_of_its_attempts(four):
    hero = listed(four).briefs[0]
    assert (hero.brief, hero.client, hero.project, hero.state) == (
        *("Hero Shot", "acme", None, "usable"),
    )
    assert (hero.attempts, hero.outputs, hero.usable, hero.rerolls) == (3, 3, 1, 2)
    # 4.00: 1.00 usable, 1.00 rejected, 1.00 contributed, 1.00 failed
    assert (hero.spend, hero.wasted) == (Decimal(4), Decimal(2))
    assert hero.time_to_first_usable_s == 60.0
    assert (hero.unpriced, hero.pending, hero.unfinished) == (0, 0, 0)


def test_its_last_activity_is_when_an_attempt_ended_or_was_submitted(four):
    active = {each.brief: each.last_active_at for each in listed(four).briefs}
    assert active["one-shot"] == datetime(2026, 11, 9, 9, 0, 5)
    assert active["never"] == datetime(2026, 11, 2, 9)


def test_views_show_the_briefs_they_are_named_after(four):
    shown = {view: set(names(listed(four, view=view))) for view in VIEWS}
    assert shown == {
        "open": {"open"},
        "one_shot": {"one-shot"},
        "never_usable": {"never"},
        "all": {"Hero Shot", "one-shot", "never", "open"},
    }


def test_what_an_open_brief_lacks_has_its_own_numbers(four):
    (waiting,) = listed(four, view="open").briefs
    assert (waiting.state, waiting.spend, waiting.wasted) == ("open", Decimal(2), Decimal(0))
    assert (waiting.unpriced, waiting.pending, waiting.unfinished) == (1, 1, 1)


def test_what_nobody_is_known_to_review_is_open_and_its_waste_is_not_known(facts):
    a_brief(facts, "quiet", (("pending",), "2", {"is_reviewed": False}), settled=False)
    a_brief(
        facts, "also running",
        (("pending",), "1", {"is_reviewed": False}), ((), "1", {"status": "running"}),
        settled=False,
    )  # fmt: skip
    assert [(each.brief, each.state, each.wasted) for each in listed(facts).briefs] == [
        ("also running", "open", None),
        ("quiet", "unreviewed", None),
    ]


def test_a_brief_without_any_known_price_has_no_money_and_comes_last(four):
    a_brief(four, "free?", (("rejected",), None, {}))
    found = listed(four)
    assert names(found)[-1] == "free?"
    assert (found.briefs[-1].spend, found.briefs[-1].wasted, found.briefs[-1].unpriced) == (
        *(None, None, 1),
    )


def test_orders(four):
    firsts = {order: names(listed(four, order=order))[0] for order in ORDERS}
    assert firsts == {
        "money": "Hero Shot",
        "attempts": "Hero Shot",
        "usable": "Hero Shot",
        "first_usable": "Hero Shot",
        "rerolls": "Hero Shot",
        "newest": "one-shot",
    }
    assert names(listed(four, order="money")) == ["Hero Shot", "never", "open", "one-shot"]


def test_no_more_than_asked_for_are_listed_and_all_are_counted(four):
    found = listed(four, limit=2)
    assert (names(found), found.n) == (["Hero Shot", "never"], 4)
    assert listed(four, limit=2, view="open").n == 1
    assert listed(four, limit=1, name="o").n == 3


@pytest.mark.parametrize(
    ("name", "found"), [("SHOT", ["Hero Shot", "one-shot"]), ("%", []), ("'; DROP", []), ("x", [])]
)
def test_a_search_finds_the_name_whatever_its_capitals(four, name, found):
    assert names(listed(four, name=name)) == found


def test_a_brief_counts_in_the_period_of_its_earliest_attempt_with_all_of_them(four):
    four.attempt("rejected", cost="5", brief="one-shot", brief_no=4, at="2026-12-01T09:00")
    four.con.execute(
        "UPDATE resolved_attempts SET brief_no = (SELECT brief_no FROM brief_facts WHERE brief = "
        "'one-shot') WHERE cost = 5"
    )
    week = Selection(first_day=date(2026, 11, 9), last_day=date(2026, 11, 15))
    (found,) = listed(four, selection=week).briefs
    assert (found.brief, found.outputs, found.wasted) == ("one-shot", 2, Decimal(5))


# --- which brief is meant ---------------------------------------------------------------------


def meant(facts, *filters, **days):
    selection = Selection(filters=filters, **days)
    return find_brief(facts.con, selection, facts.settings)


def test_a_brief_is_found_by_its_name_whatever_else_is_selected(four):
    found = meant(
        four, ("brief", ("never",)), ("client", ("another",)), first_day=date(2026, 12, 24)
    )
    assert found.brief.brief == "never"
    assert found.selection == Selection(filters=(("brief", ("never",)),))


def test_briefs_of_one_name_are_told_apart_by_client_and_project(four):
    a_brief(four, "never", (("usable",), "9", {}), client="other")
    several = meant(four, ("brief", ("never",)))
    assert several.brief is None
    assert [each.client for each in several.others.briefs] == ["other", "acme"]
    found = meant(four, ("brief", ("never",)), ("client", ("acme",)), ("model", ("m",)))
    assert (found.brief.client, found.brief.spend) == ("acme", Decimal(3))
    assert dict(found.selection.filters) == {"client": ("acme",), "brief": ("never",)}


def test_without_a_name_none_is_meant(four):
    assert meant(four, ("client", ("acme",)))[0::2] == (None, ((), 0))


@pytest.mark.parametrize("name", ["", "–", "no such", "NEVER", "nev%", "never'"])
def test_a_name_that_no_brief_has_finds_none(four, name):
    assert meant(four, ("brief", (name,)))[0::2] == (None, ((), 0))
