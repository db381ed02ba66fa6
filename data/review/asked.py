"""What a review is about: its period, the one it is held against, and when each is looked at."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from data.asking.selection import Selection, days, local_day
from data.errors import QuestionError
from data.metrics.days import Days, first_of_week
from data.metrics.dimensions import dimension

if TYPE_CHECKING:
    from collections.abc import Iterable

    from data.settings import Settings

PREVIOUS, EQUAL_AGE = "previous", "equal-age"
WEEK = timedelta(days=7)
DAY = timedelta(days=1)
LONGEST = timedelta(days=366)


@dataclass(frozen=True)
class Asked:
    """A period, the one before it that it is compared with, and the moments of both.

    `as_of` and `before_as_of` are naive UTC. At equal age the earlier period is looked at as it
    stood when it was as old as the later one is now; else both as they stand now.
    """

    days: Days
    before: Days
    as_of: datetime
    before_as_of: datetime
    filters: Selection
    """The filters alone, over all days."""

    @property
    def selection(self) -> Selection:
        """The period, as it stands."""
        return self._of(self.days, self.as_of)

    @property
    def selection_before(self) -> Selection:
        """The period it is held against, at its moment."""
        return self._of(self.before, self.before_as_of)

    @property
    def is_at_equal_age(self) -> bool:
        """Whether the earlier period is seen as it stood at the age of the later one."""
        return self.before_as_of != self.as_of

    def until(self, last: date, first: date | None = None) -> Selection:
        """Other days of the same work, as they stand."""
        return replace(
            self.filters, first_day=first, last_day=last, as_of=self.as_of.replace(tzinfo=UTC)
        )

    def name(self, settings: Settings) -> str:
        """`2026-W46`, or its first and last day."""
        return period_name(self.days, settings)

    def _of(self, period: Days, as_of: datetime) -> Selection:
        at = as_of.replace(tzinfo=UTC)
        return replace(self.filters, first_day=period.first, last_day=period.last, as_of=at)


def asked_review(
    settings: Settings,
    *,
    week: str = "",
    first: str = "",
    last: str = "",
    compare: str = EQUAL_AGE,
    where: Iterable[str] = (),
    as_of: str | None = None,
) -> Asked:
    """What the options of a review name; by default the last week that is over, at equal age.

    `compare` is `previous` (as it stands now), `equal-age` or the first day of a period of the same
    length. Raises QuestionError.
    """
    filters = Selection.of_options(where=where, as_of=as_of, settings=settings)
    _refuse_outputs(filters)
    at = (filters.as_of or datetime.now(UTC)).astimezone(UTC)
    today = local_day(at, settings)
    period = _period(week, first, last, settings, today)
    before = _before(compare, period, settings, today)
    now = at.replace(tzinfo=None)
    earlier = now - (period.first - before.first) if compare == EQUAL_AGE else now
    return Asked(period, before, now, earlier, filters)


def _refuse_outputs(filters: Selection) -> None:
    """A review asks how many attempts and briefs it took, which single outputs do not say."""
    for name, _ in filters.filters:
        if dimension(name).grain == "asset":
            raise QuestionError(
                f"--where {name}=…: a review is of whole attempts, and {name} belongs to single "
                "outputs. Narrow it by client, project, model, channel or team; `offcut metrics` "
                f"takes {name}."
            )


def period_name(period: Days, settings: Settings) -> str:
    """`2026-W46` for one of the team's weeks, else `2026-11-02..2026-11-08`."""
    is_week = period.last - period.first == WEEK - DAY
    if is_week and first_of_week(period.first, settings) == period.first:
        thursday = next(day for n in range(7) if (day := period.first + n * DAY).weekday() == 3)
        year, number, _ = thursday.isocalendar()
        return f"{year}-W{number:02}"
    return f"{period.first}..{period.last}"


def _period(week: str, first: str, last: str, settings: Settings, today: date) -> Days:
    if week and (first or last):
        raise QuestionError("--week names the days by itself: leave out --from and --until.")
    if week:
        found = days(week, settings, today)
        return _checked(Days(found.first, found.last), today)
    if first or last:
        start = days(first or last, settings, today).first
        return _checked(Days(start, days(last or str(today), settings, today).last), today)
    this_week = first_of_week(today, settings)
    return Days(this_week - WEEK, this_week - DAY)


def _checked(period: Days, today: date) -> Days:
    if period.last < period.first:
        raise QuestionError(f"from {period.first} to {period.last}: swap the two days.")
    if period.first > today:
        raise QuestionError(f"{period.first} lies ahead of {today}: there is nothing to review.")
    if period.last - period.first > LONGEST:
        raise QuestionError(f"{period.first} to {period.last}: a review is of a year at most.")
    return period


def _before(compare: str, period: Days, settings: Settings, today: date) -> Days:
    length = period.last - period.first
    if compare in (PREVIOUS, EQUAL_AGE):
        return Days(period.first - length - DAY, period.first - DAY)
    try:
        start = days(compare, settings, today).first
    except QuestionError as error:
        raise QuestionError(
            f"compare with {compare!r}: write previous, equal-age, or a first day like 2026-11-02."
        ) from error
    if start >= period.first:
        raise QuestionError(f"compare with {start}: name a day before {period.first}.")
    return Days(start, start + length)
