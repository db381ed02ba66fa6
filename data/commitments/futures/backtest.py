"""How the forecast would have done on the team's own past, beside two that need no thought.

At each week of the log from the seventh on, the weeks before it forecast the sum of the next four;
in a log of less than twelve weeks, of the next two. So every log long enough for a commitment has
a back-test. Fewer than six weeks are not learnt from: of 1,500 trials each with independent weeks
the 80 % band that four or five weeks give held 65 to 71 %, of six 70 to 72 %, of eight 75 to 78 %.
The baselines are those of the textbook (Hyndman and Athanasopoulos, Forecasting: Principles and
Practice, 5.2) in pandas: a shifted series and a rolling mean. A forecasting library would check no
more: statsforecast (2.1) and sktime (1.2) do not take pandas 3.1, and bring twenty packages.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from data.commitments.futures.level_changes import level_changes
from data.commitments.futures.resampling import block_length, resample, scatters, weeks_ahead
from data.commitments.rounding import rounded

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from numpy.typing import NDArray

    from data.commitments.demand.weekly import WeeklyDemand
    from data.commitments.terms.amounts import Charged

WEEKS_AHEAD, WEEKS_AHEAD_SHORT = 4, 2
LONG = 12
"""From so many weeks on there are three forecasts of four weeks."""
LEARNT_FROM = 6
LEAST_WEEKS = LEARNT_FROM + WEEKS_AHEAD_SHORT
PATHS = 1_000
WINDOW = 8
YEAR, MONTH = 52, 4
"""Weeks after which a season comes again: a year where the log is that long, else four weeks."""
THIN = 10


@dataclass(frozen=True)
class BackTestPoint:
    """The weeks from `first_week` on: what was used, and what would have been forecast."""

    first_week: date
    actual: Decimal
    p10: Decimal
    p50: Decimal
    p90: Decimal
    mean: Decimal
    seasonal_naive: Decimal
    window_average: Decimal

    @property
    def inside(self) -> bool:
        """Whether what was used lay in the 80 % band."""
        return self.p10 <= self.actual <= self.p90


@dataclass(frozen=True)
class BackTest:
    """Forecasts of the past. Neighbouring ones share weeks, so n counts for less than it says."""

    points: tuple[BackTestPoint, ...]
    weeks_ahead: int
    credit: str = "credit"
    """What its amounts are counted in."""

    @property
    def coverage(self) -> float:
        """The share of forecasts whose 80 % band held what was used."""
        return sum(point.inside for point in self.points) / len(self.points)

    @property
    def is_thin(self) -> bool:
        """Whether there are too few to say more than that it is not absurd."""
        return len(self.points) < THIN

    @property
    def errors(self) -> dict[str, float | None]:
        """Mean absolute error / mean use, per method: a ratio of sums. None without any use."""
        methods = {
            "resampling": [point.mean for point in self.points],
            "seasonal-naive": [point.seasonal_naive for point in self.points],
            "window average": [point.window_average for point in self.points],
        }
        used = sum(float(point.actual) for point in self.points)
        actual = [point.actual for point in self.points]
        missed = {
            name: sum(abs(float(f - a)) for f, a in zip(forecast, actual, strict=True))
            for name, forecast in methods.items()
        }
        return {name: error / used if used else None for name, error in missed.items()}


def backtest(
    demand: WeeklyDemand, failed: Charged, blocked: Charged, *, seed: int
) -> BackTest | None:
    """Forecast the weeks of a log from those before; None where the log is too short."""
    values = np.array([float(week.charged(failed, blocked)) for week in demand.weeks])
    if len(values) < LEAST_WEEKS:
        return None
    ahead = WEEKS_AHEAD if len(values) >= LONG else WEEKS_AHEAD_SHORT
    rng = np.random.default_rng(seed)
    points = (
        _point(demand.weeks[week].starts_on, values[:week], values[week : week + ahead], rng)
        for week in range(LEARNT_FROM, len(values) - ahead + 1)
    )
    return BackTest(tuple(points), ahead, demand.credit)


def _point(
    first_week: date,
    before: NDArray[np.float64],
    after: NDArray[np.float64],
    rng: np.random.Generator,
) -> BackTestPoint:
    ahead = len(after)
    sums = _resampled_sums(before, ahead, rng)
    p10, p50, p90 = (float(each) for each in np.quantile(sums, [0.1, 0.5, 0.9]))
    return BackTestPoint(
        first_week,
        actual=rounded(float(after.sum())),
        p10=rounded(p10),
        p50=rounded(p50),
        p90=rounded(p90),
        mean=rounded(float(sums.mean())),
        seasonal_naive=rounded(_seasonal_naive(pd.Series(before), ahead)),
        window_average=rounded(_window_average(pd.Series(before), ahead)),
    )


def _resampled_sums(
    before: NDArray[np.float64], ahead: int, rng: np.random.Generator
) -> NDArray[np.float64]:
    n, block = len(before), block_length(len(before))
    week_of, level_weeks = (resample(rng, n, PATHS, length, block) for length in (ahead, n))
    changes = level_changes(before, rng, paths=PATHS, weeks=ahead)
    drawn = weeks_ahead(before, week_of, level_weeks, scatters(rng, n, PATHS), changes)
    return np.asarray(drawn.sum(axis=1))


def _seasonal_naive(before: pd.Series[float], ahead: int) -> float:
    """The same weeks of the season before."""
    season = YEAR if len(before) >= YEAR else MONTH
    with_next = before.reindex(range(len(before) + ahead))
    return float(with_next.shift(season).iloc[-ahead:].sum())


def _window_average(before: pd.Series[float], ahead: int) -> float:
    """The mean of the latest weeks, every week."""
    return float(before.rolling(WINDOW, min_periods=1).mean().iloc[-1]) * ahead
