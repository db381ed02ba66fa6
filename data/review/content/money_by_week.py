"""Where the money went, week by week: every line of the waste ledger."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from data.metrics.sums import LINES
from data.review.content.still_settling import PALE, SETTLING, still_settling
from data.review.parts import Chart, Column, Part

if TYPE_CHECKING:
    from collections.abc import Iterable

    from data.review.facts import Facts
    from data.review.parts import Row

MOST = 8
WEEK = timedelta(days=7)
NONE = Decimal(0)
SMALL = Decimal("0.01")
OTHER = "other"
TITLES = {"not_selected": "Passed over"}


def money_by_week(facts: Facts) -> Part:
    """A row per week, a column per line of the ledger; the columns sum to the total.

    Lines with less than a hundredth of all the money share a column.
    """
    last = facts.asked.days.last
    selection = facts.asked.until(last, last - MOST * WEEK + timedelta(days=1))
    ledger = facts.figures.ledger(by=("week",), selection=selection)
    weeks: dict[object, Row] = {}
    for each in ledger.rows:
        row = weeks.setdefault(each["week"], {"week": each["week"]})
        row[each["line"]] = each["money"]
    lines, small = _large_and_small(weeks.values())
    assert selection.first_day is not None
    settling = still_settling(facts, selection.first_day, last)
    rows = tuple(
        _row(row, lines, small) | {"settling": settling.get(row["week"])} for row in weeks.values()
    )
    columns = (
        Column("week", "Week", "day"),
        *(Column(line, TITLES.get(line, line.capitalize()), "money") for line in lines),
        *([Column(OTHER, "Other", "money")] if small else []),
        Column("total", "Total", "money"),
        SETTLING,
    )
    drawn = (*lines, OTHER) if small else tuple(lines)
    bars = Chart("stacked", "week", drawn, settling="settling")
    chart = bars if len(rows) > 1 and drawn else None
    said = (*_said(facts, small), *((PALE,) if settling else ()))
    return Part("money_by_week", "Where the money went", said, columns, rows, chart)


def _large_and_small(weeks: Iterable[Row]) -> tuple[list[str], list[str]]:
    """Lines with a column of their own, and those that share one; without money neither."""
    rows = list(weeks)
    sums = {line: sum((abs(row.get(line) or NONE) for row in rows), NONE) for line in LINES}
    least = sum(sums.values(), NONE) * SMALL
    large = [line for line in LINES if sums[line] and sums[line] >= least]
    return large, [line for line in LINES if sums[line] and sums[line] < least]


def _row(row: Row, lines: list[str], small: list[str]) -> Row:
    shown: Row = {"week": row["week"], "total": row["total"]} | {line: row[line] for line in lines}
    known = [row[line] for line in small if row[line] is not None]
    return shown | ({OTHER: sum(known, NONE)} if small else {})


def _said(facts: Facts, small: list[str]) -> tuple[str, ...]:
    """What is merely large, people beside the models' bill; and which lines share a column."""
    shared = ", ".join(TITLES.get(line, line).lower() for line in small)
    other = (f"Other: {shared}.",) if small else ()
    table = facts.figures.measure(("spend", "people_cost"), selection=facts.asked.selection)
    spend, people = table.rows[0]["spend"], table.rows[0]["people_cost"]
    if not people or spend is None or people <= spend:
        return other
    share = people / (people + spend)
    return (f"People's time is {share * Decimal(100):.0f} % of the fully loaded cost.", *other)
