"""Where the money went, week by week: every line of the waste ledger."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from data.metrics.sums import LINES
from data.review.parts import Chart, Column, Part

if TYPE_CHECKING:
    from data.review.facts import Facts
    from data.review.parts import Row

MOST = 8
WEEK = timedelta(days=7)
TITLES = {"not_selected": "Passed over"}


def money_by_week(facts: Facts) -> Part:
    """A row per week, a column per line that has money in any; the lines sum to the total."""
    last = facts.asked.days.last
    selection = facts.asked.until(last, last - MOST * WEEK + timedelta(days=1))
    ledger = facts.figures.ledger(by=("week",), selection=selection)
    weeks: dict[object, Row] = {}
    for each in ledger.rows:
        row = weeks.setdefault(each["week"], {"week": each["week"]})
        row[each["line"]] = each["money"]
    lines = [line for line in LINES if any(row.get(line) for row in weeks.values())]
    rows = tuple(
        {"week": row["week"], "total": row["total"]} | {line: row[line] for line in lines}
        for row in weeks.values()
    )
    columns = (
        Column("week", "Week", "day"),
        *(Column(line, TITLES.get(line, line.capitalize()), "money") for line in lines),
        Column("total", "Total", "money"),
    )
    chart = Chart("stacked", "week", tuple(lines)) if len(rows) > 1 and lines else None
    return Part("money_by_week", "Where the money went", _said(facts), columns, rows, chart)


def _said(facts: Facts) -> tuple[str, ...]:
    """What is merely large: people beside the models' bill."""
    table = facts.figures.measure(("spend", "people_cost"), selection=facts.asked.selection)
    spend, people = table.rows[0]["spend"], table.rows[0]["people_cost"]
    if not people or spend is None or people <= spend:
        return ()
    share = people / (people + spend)
    return (f"People's time is {share * Decimal(100):.0f} % of the fully loaded cost.",)
