"""The course of a series: whether it rises, falls or jumped, by tests of ranks.

Trend: Mann and Kendall's test with Theil and Sen's slope of the logarithms. Jump: Pettitt's test
(1979), against shuffled series, as its formula is far off below thirty values. Single busy weeks
set off neither.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

CHANCE = 0.01
"""What chance alone shows more often than this is nothing."""
LEAST_CHANGE = 0.15
"""From end to end: less is nothing to act on, however sure."""
FOUND = 2.576 + 0.842
"""Standard errors of a trend that `CHANCE` seldom shows, and that is found in four of five."""
LEAST_VALUES = 8
FLOOR = 0.1
"""Of the mean: smaller values count as this, as nothing has no logarithm."""
SHUFFLES = 2_000


@dataclass(frozen=True)
class Trend:
    """A steady rise or fall: 0.02 a step is 2 % more each."""

    per_step: float


@dataclass(frozen=True)
class Jump:
    """A level that changed at once, with the value at `first`; medians before and since."""

    first: int
    before: float
    since: float


def course(values: NDArray[np.float64]) -> Trend | Jump | None:
    """Whichever of a trend and a jump tells more; None for a series that stands still."""
    if len(values) < LEAST_VALUES or values.min() == values.max():
        return None
    trend, jump = _trend(values), _jump(values)
    if trend is None or jump is None:
        return trend or jump
    steps = np.arange(len(values))
    logs = _logs(values)
    beside_line = logs - steps * math.log1p(trend.per_step)
    beside_step = logs - np.where(steps < jump.first, math.log(jump.before), math.log(jump.since))
    return trend if beside_line.var() <= beside_step.var() else jump


def least_trend(values: NDArray[np.float64]) -> float:
    """The trend a step that would be found in four of five such series; 0.05 is 5 % more."""
    n = len(values)
    if n < LEAST_VALUES or values.min() == values.max():
        return 0.0
    return math.expm1(FOUND * float(_logs(values).std(ddof=1)) * math.sqrt(12 / n**3))


def _logs(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(np.log(np.maximum(values, FLOOR * values.mean())))


def _trend(values: NDArray[np.float64]) -> Trend | None:
    from scipy.stats import kendalltau, theilslopes

    steps = np.arange(len(values))
    if not kendalltau(steps, values).pvalue < CHANCE:
        return None
    slope = float(theilslopes(_logs(values), steps).slope)
    return (
        Trend(math.expm1(slope)) if abs(math.expm1(slope * len(values))) >= LEAST_CHANGE else None
    )


def _jump(values: NDArray[np.float64]) -> Jump | None:
    from scipy.stats import rankdata

    ranks = rankdata(values)
    sizes = np.abs(_rank_sums(ranks[None, :]))[0]
    shuffled = np.random.default_rng(1).permuted(np.tile(ranks, (SHUFFLES, 1)), axis=1)
    by_chance = np.abs(_rank_sums(shuffled)).max(axis=1)
    if (by_chance >= sizes.max()).mean() > CHANCE:
        return None
    first = int(sizes.argmax()) + 1
    least = FLOOR * float(values.mean())
    before, since = (max(least, float(np.median(part))) for part in np.split(values, [first]))
    return Jump(first, before, since) if abs(since / before - 1) >= LEAST_CHANGE else None


def _rank_sums(ranks: NDArray[np.float64]) -> NDArray[np.float64]:
    """Pettitt's statistic after each value but the last, for each row of ranks."""
    n = ranks.shape[1]
    return np.asarray(2 * np.cumsum(ranks, axis=1) - np.arange(1, n + 1) * (n + 1))[:, :-1]
