"""People's work that took more than it does."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from data.asking.aggregates import aggregates
from data.commitments.wording import money, number
from data.estimates.control_chart import cost_chart
from data.metrics.dimensions import dimension
from data.metrics.metric import Aggregate
from data.review.facts import WEEK
from data.review.findings.finding import Finding, cents

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from data.review.facts import Facts

MINUTES = Aggregate("people", "sum(minutes)", 0)
MONEY = Aggregate("people", "sum(cost)")


def people(facts: Facts) -> Iterator[Finding]:
    """The minutes of the reviewed week, where they lie above what weeks vary by.

    By the XmR chart of the weeks before (2 sigma: worth a look). The money is that of the minutes
    above the centre, at what a minute cost that week.
    """
    last = facts.asked.days.last
    weeks = _by_week(facts)
    if not weeks or max(weeks) > last:
        return
    minutes = [float(weeks[week][0] or 0) for week in sorted(weeks)]
    point = cost_chart(minutes).points[-1]
    if point.direction != "up" or point.centre is None:
        return
    worked, cost = weeks[max(weeks)]
    share = 1 - point.centre / float(worked)
    more = cents(float(cost or 0) * share)
    sentence = (
        f"People worked {number(Decimal(str(round(float(worked) / 60, 1))))} hours, "
        f"{number(Decimal(str(round(point.centre / 60, 1))))} in the usual week: "
        f"{money(more, facts.settings.currency)} more."
    )
    yield Finding("people", sentence, more, len(minutes) - 1, "weeks")


def _by_week(facts: Facts) -> dict[date, tuple[Decimal | float, Decimal | None]]:
    """Minutes and money by week, up to the reviewed one."""
    days = facts.asked.days
    first = days.first - facts.thresholds.earlier_weeks * WEEK
    selection = facts.asked.until(days.last, first)
    cursor = facts.figures.cursor(selection)
    found = aggregates(cursor, [MINUTES, MONEY], [dimension("week")], selection, facts.settings)
    return {week: (parts[MINUTES], parts[MONEY]) for (week,), parts in found.items()}  # type: ignore[misc]
