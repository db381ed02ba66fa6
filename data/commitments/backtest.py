"""How the forecast would have done on the team's own past, beside two that need no thought.

At each week of the log from the sixth on, the weeks before it forecast the sum of the next four.
The baselines are three lines each: the libraries that have them (statsforecast, statsmodels) bring
five to eighteen packages, and statsforecast does not work with pandas 3.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from data.commitments.forecast import block_length, levels, resample, scattered, scatters
from data.commitments.outcome import rounded

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from numpy.typing import NDArray

    from data.commitments.amounts import Charged
    from data.commitments.demand import WeeklyDemand

WEEKS_AHEAD = 4
LEAST_WEEKS = 6
PATHS = 1_000
WINDOW = 8
YEAR, MONTH = 52, 4
"""Weeks after which a season comes again: a year where the log is that long, else four weeks."""
THIN = 10


@dataclass(frozen=True)
class BackTestPoint:
    """The four weeks from `first_week` on: what was used, and what would have been forecast."""

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
    weeks_ahead: int = WEEKS_AHEAD

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
    """Forecast every four weeks of a log from those before; None where the log is too short."""
    values = np.array([float(week.charged(failed, blocked)) for week in demand.weeks])
    origins = range(LEAST_WEEKS, len(values) - WEEKS_AHEAD + 1)
    if not origins:
        return None
    rng = np.random.default_rng(seed)
    return BackTest(
        tuple(_point(demand.weeks[week].starts_on, values, week, rng) for week in origins)
    )


def _point(
    first_week: date, values: NDArray[np.float64], week: int, rng: np.random.Generator
) -> BackTestPoint:
    before = values[:week]
    sums = _resampled_sums(before, rng)
    p10, p50, p90 = (float(each) for each in np.quantile(sums, [0.1, 0.5, 0.9]))
    return BackTestPoint(
        first_week,
        actual=rounded(float(values[week : week + WEEKS_AHEAD].sum())),
        p10=rounded(p10),
        p50=rounded(p50),
        p90=rounded(p90),
        mean=rounded(float(sums.mean())),
        seasonal_naive=rounded(_seasonal_naive(before)),
        window_average=rounded(float(before[-WINDOW:].mean()) * WEEKS_AHEAD),
    )


def _resampled_sums(before: NDArray[np.float64], rng: np.random.Generator) -> NDArray[np.float64]:
    n, block = len(before), block_length(len(before))
    drawn = before[resample(rng, n, PATHS, WEEKS_AHEAD, block)]
    drawn = scattered(drawn, float(before.mean()), scatters(rng, n, PATHS))
    return np.asarray((drawn * levels(before, resample(rng, n, PATHS, n, block))).sum(axis=1))


def _seasonal_naive(before: NDArray[np.float64]) -> float:
    """The same weeks of the season before."""
    season = YEAR if len(before) >= YEAR else MONTH
    start = len(before) - season
    return float(before[start : start + WEEKS_AHEAD].sum())
