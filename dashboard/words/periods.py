"""Periods people ask for by name, as days of the reporting time zone."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from data.metrics.days import first_of_week

if TYPE_CHECKING:
    from data.asking.selection import Selection
    from data.settings import Settings

CUSTOM = "Other days"
SHORT = {
    "Last 7 days": "7 d",
    "Last 28 days": "4 wk",
    "Last 12 weeks": "12 wk",
    "All time": "All",
}
"""Those that are asked for most, by their titles, as a button has room for them."""


class Period(NamedTuple):
    """A named stretch of days, both included; None: unbounded."""

    title: str
    first_day: date | None
    last_day: date | None


def periods(today: date, settings: Settings) -> tuple[Period, ...]:
    """The periods on offer, as seen from today."""
    week = first_of_week(today, settings)
    month = today.replace(day=1)
    last_month = (month - timedelta(days=1)).replace(day=1)
    quarter = month.replace(month=(month.month - 1) // 3 * 3 + 1)
    return (
        Period("All time", None, None),
        Period("Last 7 days", today - timedelta(days=6), today),
        Period("Last 28 days", today - timedelta(days=27), today),
        Period("This week", week, today),
        Period("Last week", week - timedelta(days=7), week - timedelta(days=1)),
        Period("Last 12 weeks", week - timedelta(weeks=11), today),
        Period("This month", month, today),
        Period("Last month", last_month, month - timedelta(days=1)),
        Period("This quarter", quarter, today),
    )


def period_of(selection: Selection, offered: tuple[Period, ...]) -> str:
    """The title of the period the selection covers."""
    days = (selection.first_day, selection.last_day)
    return next((each.title for each in offered if each[1:] == days), CUSTOM)
