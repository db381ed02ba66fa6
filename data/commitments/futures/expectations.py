"""What people expect of the future beside what the log shows: growth, seasons, campaigns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from data.commitments.futures.horizon import DAYS_A_WEEK, WEEKS_A_YEAR
from data.errors import QuestionError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from numpy.typing import NDArray

    from data.commitments.futures.campaign import Campaign
    from data.commitments.futures.horizon import Horizon

EVEN = (1.0,) * 12
MIDDLE_OF_WEEK = timedelta(days=3)
MOST_GROWTH = 99
"""A hundredfold a year; nobody expects more."""


@dataclass(frozen=True)
class Outlook:
    """Growth, a factor for each month of the year, campaigns.

    `growth` is per year, from the first day on: 0.5 is half as much again. `seasonality` begins
    with January; the log's weeks are divided by theirs. `volume` is a factor on all work, `effort`
    one on the credits that the same work takes.
    """

    growth: float = 0.0
    seasonality: Sequence[float] = EVEN
    campaigns: tuple[Campaign, ...] = ()
    volume: float = 1.0
    effort: float = 1.0

    def __post_init__(self) -> None:
        """Refuse what cannot be meant. Raises QuestionError naming the field."""
        if not -1 < self.growth <= MOST_GROWTH:
            what = "below nothing" if self.growth <= -1 else f"not a growth of up to {MOST_GROWTH}"
            raise QuestionError(
                f"growth {self.growth:g}: that is {what}. Give it per year: 0.5 for half as "
                f"much again, -0.2 for a fifth less."
            )
        if len(self.seasonality) != len(EVEN):
            raise QuestionError(
                f"seasonality has {len(self.seasonality)} factors. Give 12, January first; 1 is an "
                f"ordinary month."
            )
        if min(self.seasonality) <= 0:
            raise QuestionError(
                f"seasonality has a factor of {min(self.seasonality):g}. Each must be above 0: the "
                f"log's own weeks are divided by it."
            )

    def season(self, week_starts_on: date) -> float:
        """The factor of the month that the middle of a week lies in."""
        return float(self.seasonality[(week_starts_on + MIDDLE_OF_WEEK).month - 1])

    def factors(self, horizon: Horizon) -> NDArray[np.float64]:
        """What to multiply each coming week by: growth and season."""
        weeks = np.arange(horizon.weeks)
        grown = (1 + self.growth) ** (weeks / WEEKS_A_YEAR)
        seasons = [self.season(horizon.day(DAYS_A_WEEK * int(week))) for week in weeks]
        return np.asarray(self.volume * grown * np.array(seasons))
