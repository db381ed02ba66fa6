"""Weeks to come by resampling those of a log.

Weeks are drawn in blocks of neighbours, wrapping around the end (the circular block bootstrap of
Politis and Romano, 1992), so that a busy week brings the busy one after it. The mean is not known
either, nor how far weeks scatter about it: each future first draws both, the mean from a resample
as long as the log, the scatter from its distribution for normal weeks. Of 800
trials each with logs of 6, 12 and 26 independent weeks the 80 % band held 67, 74 and 77 % without
that, 72, 76 and 80 % with it. Nor does the level stand still: see `level_changes`. No library is
used: those that resample draw one series at a time and bring five packages.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from data.commitments.futures.level_changes import LevelChanges

LEAST_FOR_SCATTER = 4
MOST_SCATTER = 3.0


def block_length(weeks: int) -> int:
    """Weeks per block: the cube root of the log's length, the usual rate for a mean."""
    return max(1, round(math.cbrt(weeks)))


def resample(
    rng: np.random.Generator, weeks: int, paths: int, length: int, block: int
) -> NDArray[np.int64]:
    """Which week of the log each week of each path repeats: paths x length indices."""
    blocks = -(-length // block)
    starts = rng.integers(0, weeks, (paths, blocks, 1))
    return ((starts + np.arange(block)) % weeks).reshape(paths, -1)[:, :length]


def levels(values: NDArray[np.float64], level_weeks: NDArray[np.int64]) -> NDArray[np.float64]:
    """Per path, how far the true mean may lie from the log's: paths x 1, around 1.

    A resample spreads less than the mean does by (n - 1) / n; that is made good.
    """
    n, mean = len(values), values.mean() if len(values) else 0.0
    if n < 2 or mean == 0:
        return np.ones((len(level_weeks), 1))
    drawn = values[level_weeks].mean(axis=1, keepdims=True) / mean
    return np.asarray(np.maximum(0.0, 1 + (drawn - 1) * math.sqrt(n / (n - 1))))


def scatters(rng: np.random.Generator, weeks: int, paths: int) -> NDArray[np.float64]:
    """Per path, by how much weeks may scatter more or less than those of the log: paths x 1.

    The standard deviation of n normal values, seen from the sample: n / chi-squared of n - 1.
    """
    if weeks < LEAST_FOR_SCATTER:
        return np.ones((paths, 1))
    drawn = np.sqrt(weeks / rng.chisquare(weeks - 1, (paths, 1)))
    return np.asarray(np.minimum(drawn, MOST_SCATTER))


def scattered(
    drawn: NDArray[np.float64], mean: float, scatter: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Resampled weeks with their distance from the mean scaled; none below 0, the mean kept."""
    wider = np.maximum(0.0, mean + (drawn - mean) * scatter)
    found = wider.mean()
    return wider * (mean / found) if found > 0 else wider


def weeks_ahead(
    values: NDArray[np.float64],
    week_of: NDArray[np.int64],
    level_weeks: NDArray[np.int64],
    scatter: NDArray[np.float64],
    changes: LevelChanges,
) -> NDArray[np.float64]:
    """Weeks of the log about its level, each on the level of the week ahead: paths x weeks."""
    even = values / changes.past
    drawn = scattered(even[week_of], float(even.mean()), scatter)
    return np.asarray(drawn * levels(even, level_weeks) * changes.ahead)
