"""The time that is looked ahead: whole months from a day on, cut wherever a week or a month begins.

So weekly demand meets monthly credits exactly: a week that a month ends in is split by days.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from data.errors import QuestionError

if TYPE_CHECKING:
    from numpy.typing import NDArray

DAYS_A_WEEK = 7
WEEKS_A_YEAR = 52
LONGEST_MONTHS = 60


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day."""
    years, month = divmod(day.month - 1 + months, 12)
    last = monthrange(day.year + years, month + 1)[1]
    return date(day.year + years, month + 1, min(day.day, last))


@dataclass(frozen=True)
class Horizon:
    """`months` whole months from the purchase on, `lead_days` after `starts_on`.

    Steps begin with every week from the start and every month from the purchase.
    """

    starts_on: date
    months: int
    lead_days: int = 0
    """For so long what is in hand pays for the work, and nothing is bought."""

    @classmethod
    def of_weeks(cls, weeks: int, starts_on: date, lead_days: int = 0) -> Horizon:
        """The whole months nearest to so many weeks, one at least: 52 weeks are 12 months.

        Of the weeks the lead's days are taken, so that it ends about when it would without one.

        Raises QuestionError for less than a week or more than 60 months.
        """
        months = max(1, round(weeks * 12 / WEEKS_A_YEAR))
        if weeks < 1 or months > LONGEST_MONTHS:
            raise QuestionError(
                f"a horizon of {weeks} weeks: plans can be compared over 1 week to "
                f"{LONGEST_MONTHS} months. Ask for 52 weeks to see a year."
            )
        if lead_days:
            months = max(1, round((weeks - lead_days / DAYS_A_WEEK) * 12 / WEEKS_A_YEAR))
        return cls(starts_on, months, lead_days)

    @property
    def buys_on(self) -> date:
        """The day of the purchase, from which the months are counted."""
        return self.starts_on + timedelta(days=self.lead_days)

    @property
    def ends_on(self) -> date:
        """The last day."""
        return months_later(self.buys_on, self.months) - timedelta(days=1)

    @property
    def days(self) -> int:
        """How many days it has."""
        return self.month_days[-1]

    @cached_property
    def month_days(self) -> tuple[int, ...]:
        """Days from the start to the start of each month, and to the end."""
        starts = (months_later(self.buys_on, n) for n in range(self.months + 1))
        return tuple(self.offset(day) for day in starts)

    @property
    def weeks(self) -> int:
        """How many weeks begin in it; the last may be cut."""
        return -(-self.days // DAYS_A_WEEK)

    @cached_property
    def step_days(self) -> NDArray[np.int64]:
        """Days from the start to the start of each step."""
        cuts = {*range(0, self.days, DAYS_A_WEEK), *self.month_days[:-1]}
        return np.array(sorted(cuts), dtype=np.int64)

    @cached_property
    def step_weeks(self) -> NDArray[np.int64]:
        """The week each step lies in, from 0."""
        return self.step_days // DAYS_A_WEEK

    @cached_property
    def step_months(self) -> NDArray[np.int64]:
        """The month each step lies in, from 0; the lead counts as the first."""
        starts = np.array(self.month_days[1:])
        return np.searchsorted(starts, self.step_days, side="right").astype(np.int64)

    @cached_property
    def step_lengths(self) -> NDArray[np.int64]:
        """Days of each step."""
        return np.diff(self.step_days, append=self.days)

    def grant_steps(self, every_months: int) -> tuple[int, ...]:
        """The steps at whose start a period of so many months begins."""
        begins = self.month_days[:-1:every_months]
        return tuple(int(step) for step in np.searchsorted(self.step_days, begins))

    def day(self, offset: int) -> date:
        """The day so many days from the start."""
        return self.starts_on + timedelta(days=int(offset))

    def offset(self, day: date) -> int:
        """Days from the start to a day."""
        return (day - self.starts_on).days

    def per_step(self, weekly: NDArray[np.float64]) -> NDArray[np.float64]:
        """Weekly amounts (paths x weeks) spread evenly over the days of each step."""
        shares = self.step_lengths / DAYS_A_WEEK
        return weekly[:, self.step_weeks] * shares
