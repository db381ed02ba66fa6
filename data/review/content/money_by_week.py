"""Where the money went, week by week: the lines of the waste ledger in four groups."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from data.review.content.still_settling import PALE, SETTLING, still_settling
from data.review.parts import Chart, Column, Part

if TYPE_CHECKING:
    from datetime import date

    from data.review.facts import Facts
    from data.review.parts import Row

MOST = 8
WEEK = timedelta(days=7)
NONE = Decimal(0)
GROUPS = {
    "used": ("usable", "contributed"),
    "undecided": ("pending", "unknown"),
    "discarded": ("rejected", "not_selected"),
    "gave_nothing": ("failed", "blocked", "canceled", "breakage"),
}
"""Every line of the ledger is in exactly one."""
MEANINGS = (
    "Used is what is usable and what that was built on. Undecided waits for a decision or for its "
    "end. Discarded was rejected or passed over. What failed, was blocked or called off, and "
    "credits that lapsed, gave nothing."
)


def money_by_week(facts: Facts) -> Part:
    """A row per week, a column per group of lines; the groups sum to the total."""
    last = facts.asked.days.last
    selection = facts.asked.until(last, last - MOST * WEEK + timedelta(days=1))
    ledger = facts.figures.ledger(by=("week",), selection=selection)
    weeks: dict[date, dict[str, Decimal | None]] = {}
    for each in ledger.rows:
        weeks.setdefault(each["week"], {})[str(each["line"])] = each["money"]
    assert selection.first_day is not None
    settling = still_settling(facts, selection.first_day, last)
    rows = tuple(
        {"week": week, **_groups(lines), "settling": settling.get(week)}
        for week, lines in weeks.items()
    )
    drawn = tuple(name for name in GROUPS if any(row[name] for row in rows))
    columns = (
        Column("week", "Week", "day"),
        *(Column(name, _title(name), "money") for name in GROUPS),
        Column("total", "Total", "money"),
        SETTLING,
    )
    bars = Chart("stacked", "week", drawn, settling="settling", total="total")
    chart = bars if len(rows) > 1 and drawn else None
    said = (*_people(facts), MEANINGS, *((PALE,) if settling else ()))
    return Part("money_by_week", "Where the money went", said, columns, rows, chart)


def _title(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _groups(lines: dict[str, Decimal | None]) -> Row:
    """What is known of each group; None where nothing of it is."""
    groups = {name: [lines.get(line) for line in of] for name, of in GROUPS.items()}
    known = {
        name: [each for each in amounts if each is not None] for name, amounts in groups.items()
    }
    return {
        **{name: sum(amounts, NONE) if amounts else None for name, amounts in known.items()},
        "total": lines.get("total"),
    }


def _people(facts: Facts) -> tuple[str, ...]:
    """What is merely large, people beside the models' bill."""
    table = facts.figures.measure(("spend", "people_cost"), selection=facts.asked.selection)
    spend, people = table.rows[0]["spend"], table.rows[0]["people_cost"]
    if not people or spend is None or people <= spend:
        return ()
    share = people / (people + spend)
    return (f"People's time is {share * Decimal(100):.0f} % of the fully loaded cost.",)
