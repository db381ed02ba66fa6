"""What was passed over, taken apart, on examples checked by hand."""

from __future__ import annotations

from decimal import Decimal

from data.asking.passed_over import OUTPUTS_PER_BRIEF, PassedOver, passed_over
from data.asking.selection import Selection

pytest_plugins = ["tests.hand_made_facts"]
FOR_ANOTHER = ("not_selected", {"not_selected_by": "selection"})
NEVER = ("not_selected", {"not_selected_by": "verdict"})


def found(facts, by, **selected):
    selection = Selection(**selected)
    return passed_over(facts.con, by, selection=selection, settings=facts.settings)


def a_studio(facts):
    """Brief 1: 1.00 for four outputs and 0.50 for one; brief 2: 0.30 for one; brief 3 is chosen."""
    facts.attempt("usable", FOR_ANOTHER, FOR_ANOTHER, NEVER, cost="1", brief_no=1, user="ada")
    facts.attempt(NEVER, cost="0.5", brief_no=1, user="bo")
    facts.attempt(NEVER, cost="0.3", brief_no=2, user="bo")
    facts.attempt("usable", cost="9", brief_no=3, user="cy")
    facts.attempt(NEVER, cost=None, brief_no=4, user=None)
    facts.breakage("7")


def test_money_by_what_it_was_passed_over_for(facts):
    a_studio(facts)
    ada, bo, unnamed = found(facts, "user")[1], found(facts, "user")[0], found(facts, "user")[2]
    assert bo == PassedOver(
        "bo", 2, 2, Decimal("0.8"), n_never_decided=2, never_decided=Decimal("0.8")
    )
    assert ada == PassedOver(
        *("ada", 1, 4, Decimal(1), 2, Decimal("0.5")),
        n_never_decided=1,
        never_decided=Decimal("0.25"),
    )
    assert (ada.money, ada.n_passed_over) == (Decimal("0.75"), 3)
    assert (unnamed.group, unnamed.spend, unnamed.money, unnamed.n_unpriced) == (None, None, 0, 1)


def test_by_the_number_of_outputs_that_the_brief_was_given(facts):
    a_studio(facts)
    rows = found(facts, OUTPUTS_PER_BRIEF)
    assert [(row.group, row.n_briefs, row.money) for row in rows] == [
        ("1", 3, Decimal("0.3")),  # brief 3 too, of which nothing was passed over
        ("5 to 8", 1, Decimal("1.25")),
    ]


def test_it_is_the_line_of_the_ledger(facts):
    from data.asking.measure import ledger

    a_studio(facts)
    (line,) = (
        row
        for row in ledger(facts.con, settings=facts.settings).rows
        if row["line"] == "not_selected"
    )
    for by in (OUTPUTS_PER_BRIEF, "user", "model", "week"):
        rows = found(facts, by)
        assert sum(row.money for row in rows) == line["money"]
        assert sum(row.n_passed_over for row in rows) == line["outputs"]


def test_only_of_the_selection(facts):
    a_studio(facts)
    (row,) = found(facts, OUTPUTS_PER_BRIEF, filters=(("user", ("ada",)),))
    assert (row.group, row.money) == ("2 to 4", Decimal("0.75"))
