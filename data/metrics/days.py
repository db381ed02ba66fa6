"""Days as people write them: a day, a week, a month, or days as seen from today.

Each is a stretch of days, so that `from 2026-W46` is its first day and `until 2026-W46` its last.
A week is the team's: where that does not start on Monday, `2026-W46` is the one with the Thursday
by which ISO numbers its weeks. So it has most days in common with ISO's, and is a group of `week`.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple, get_args

from data.wall_clock import Weekday

if TYPE_CHECKING:
    from data.settings import Settings

WRITTEN = "2026-11-02, 2026-W46, 2026-11, yesterday or 7d"
"""One of each; `7d` are the last seven days, today among them."""
_WEEK = re.compile(r"([0-9]{4})-?w([0-9]{2})")
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_LAST_DAYS = re.compile(r"([1-9][0-9]{0,4})d")
_THURSDAY = 4


class Days(NamedTuple):
    """Days one after the other, both ends included."""

    first: date
    last: date


def written_days(text: str, settings: Settings, today: date | None = None) -> Days:
    """The days that a text names; `today` allows for those that are seen from it.

    Raises ValueError where it names none.
    """
    written = text.strip().lower()
    try:
        if week := _WEEK.fullmatch(written):
            thursday = date.fromisocalendar(int(week[1]), int(week[2]), _THURSDAY)
            return _days(first_of_week(thursday, settings), 7)
        if month := _MONTH.fullmatch(written):
            return _month(date(int(month[1]), int(month[2]), 1))
        seen = _seen_from(today, written) if today else None
        return seen or _days(date.fromisoformat(written), 1)
    except OverflowError as error:
        raise ValueError(f"{text}: beyond the calendar") from error


def _days(first: date, number: int) -> Days:
    return Days(first, first + timedelta(days=number - 1))


def _month(first: date) -> Days:
    in_the_next = first + timedelta(days=31)
    return Days(first, in_the_next - timedelta(days=in_the_next.day))


def _seen_from(today: date, written: str) -> Days | None:
    if written in ("today", "yesterday"):
        return _days(today - timedelta(days=written == "yesterday"), 1)
    if number := _LAST_DAYS.fullmatch(written):
        return Days(today - timedelta(days=int(number[1]) - 1), today)
    return None


def first_of_week(day: date, settings: Settings) -> date:
    """The first day of the team's week that this day lies in."""
    return day - timedelta(days=(day.weekday() + days_into_week(settings)) % 7)


def days_into_week(settings: Settings) -> int:
    """How many days after the team's week starts a Monday comes: 0 for Monday, 1 for Sunday."""
    return -get_args(Weekday).index(settings.week_starts_on) % 7
