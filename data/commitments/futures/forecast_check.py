"""Whether a forecast may carry a year: what the course of the log and its own past say against it.

A back-test fails where its band holds fewer forecasts than the claim allows, by the binomial
distribution over forecasts that share no week, or where a baseline errs far less.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from data.commitments.demand.weekly import WEEK
from data.commitments.futures.expectations import MOST_GROWTH
from data.commitments.futures.horizon import WEEKS_A_YEAR
from data.commitments.wording import counted, day, many, number, percent
from data.estimates.course import Trend, course

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from numpy.typing import NDArray

    from data.commitments.demand.weekly import Week, WeeklyDemand
    from data.commitments.futures.backtest import BackTest
    from data.commitments.futures.expectations import Outlook
    from data.estimates.course import Jump

CLAIM = 0.8
"""What the band of a forecast says it holds."""
CHANCE = 0.05
"""Fewer hits than chance leaves so often are a failure."""
SETTLED_WEEKS = 26
"""A level that has held for so long is the level; twice that is looked at."""
FAR_LESS = 2 / 3
LEAST_APART = 3
"""Forecasts without a week in common, for a baseline to be better by more than luck."""


@dataclass(frozen=True)
class ForecastCheck:
    """What speaks against signing a year, a clause each; nothing where one may be signed."""

    reasons: tuple[str, ...] = ()
    advice: str | None = None
    growth: float | None = None
    """The measured trend as growth per year, where that is a reason."""

    @property
    def holds(self) -> bool:
        """Whether the forecast may carry a year."""
        return not self.reasons


HOLDS = ForecastCheck()


def check_forecast(
    demand: WeeklyDemand, backtest: BackTest | None, outlook: Outlook
) -> ForecastCheck:
    """Test the log's weeks, the seasons taken out, and how their forecast did so far.

    A trend counts only as long as the growth that is expected does not explain it.
    """
    missed = tuple(_missed(backtest)) if backtest else ()
    weeks = demand.weeks[-2 * SETTLED_WEEKS :]
    found = course(_used(weeks, outlook)) if weeks else None
    if found is not None and outlook.growth:
        grown = (1 + outlook.growth) ** (np.arange(len(weeks)) / WEEKS_A_YEAR)
        found = found if course(_used(weeks, outlook) / grown) else None
    if isinstance(found, Trend):
        growth = _per_year(found)
        return ForecastCheck((_trending(found, len(weeks)), *missed), _explain(growth), growth)
    if found is not None and len(weeks) - found.first < SETTLED_WEEKS:
        since = weeks[found.first].starts_on
        return ForecastCheck((_jumped(found, demand, since), *missed), _wait(since))
    return ForecastCheck(missed, RENEW if missed else None)


RENEW = "Buy by the month until the forecast has held for a quarter."


def _used(weeks: tuple[Week, ...], outlook: Outlook) -> NDArray[np.float64]:
    return np.array(
        [float(week.charged("yes", "yes")) / outlook.season(week.starts_on) for week in weeks]
    )


def _per_year(trend: Trend) -> float:
    """What an outlook takes; to a hundredth."""
    growth = (1 + trend.per_step) ** WEEKS_A_YEAR - 1
    return min(max(round(growth, 2), -0.99), float(MOST_GROWTH))


def _trending(trend: Trend, weeks: int) -> str:
    how = "falls" if trend.per_step < 0 else "rises"
    return f"demand {how} {abs(trend.per_step) * 100:.1f} % a week over {counted(weeks, 'week')}"


def _explain(growth: float) -> str:
    return (
        f"If you expect it to go on, say so with --growth {growth:g} (growth a year: "
        f"{growth * 100:+.0f} %); if not, wait until it has stopped."
    )


def _jumped(jump: Jump, demand: WeeklyDemand, since: date) -> str:
    how = "fell" if jump.since < jump.before else "rose"
    before, after = number(round(jump.before)), number(round(jump.since))
    return f"demand {how} from {before} to {after} {many(demand.credit)} a week around {day(since)}"


def _wait(since: date) -> str:
    return (
        f"Once the new level has held for {SETTLED_WEEKS} weeks, on "
        f"{day(since + SETTLED_WEEKS * WEEK)}, a year can be sized on it."
    )


def _missed(backtest: BackTest) -> Iterator[str]:
    from scipy.stats import binom

    n = len(backtest.points)
    apart = math.ceil(n / backtest.weeks_ahead)
    inside = sum(point.inside for point in backtest.points)
    if binom.cdf(math.floor(backtest.coverage * apart), apart, CLAIM) < CHANCE:
        yield (
            f"only {inside} of {counted(n, 'past forecast')} held what was then used, where "
            f"{percent(CLAIM)} should"
        )
    errors = {name: error for name, error in backtest.errors.items() if error is not None}
    ours = errors.pop("resampling", None)
    best = min(errors, key=lambda name: errors[name], default=None)
    if ours and best and apart >= LEAST_APART and errors[best] < FAR_LESS * ours:
        yield (
            f"the plain {best} would have forecast far better ({percent(errors[best])} off in the "
            f"mean, against {percent(ours)})"
        )
