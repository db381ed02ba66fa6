"""What a short log cannot tell is taken from how demand goes elsewhere: a trend of the usual size.

Eight weeks cannot tell a steady rise or fall of less than 10 % a week from chance, and 1.5 % a week
comes to half as much again in a year. So where a log leans towards a trend of the usual size, a
share of the futures follows one. As weeks grow, the log's own slope takes its place.

What is thought likely before any log (`Beforehand`) was found with `tests.level_calibration`, run
on the kinds of series in `tests/demand_series.py`: values with which bands hold for each kind
while they stay narrow for what stands still. `python -m tests.forecast_coverage` prints how often
they hold: of 200 series a kind 44 % at least, for any kind, with logs of 8 and of 12 weeks, 4, 13
and 52 weeks ahead. That has its price: a year ahead, the band of steady demand is 2.3 times as wide
as if it were known to be steady with 8 weeks, 2.0 times with 12.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

FARTHEST = log(5)
"""The most that a level moves away from today's."""
LEAST_SCATTER = 0.01
OWN_WEEKS = 8
"""A log of fewer weeks does not say how far they scatter: those that are missing have …"""
USUAL_SCATTER = 0.3
LEAST_FOR_SLOPE = 3


@dataclass(frozen=True)
class Usual:
    """A trend as teams have them: its logarithm a week, and the share of futures that follow it."""

    slope: float
    share: float


@dataclass(frozen=True)
class Beforehand:
    """What is thought likely before any log."""

    walks: float = 0.15
    """How likely the level wanders."""
    trends: float = 0.04
    """How likely it rises or falls for good, by as much as the log says."""
    rise: Usual = Usual(0.0175, 0.2)
    fall: Usual = Usual(-0.04, 0.25)
    leaning: float = 0.75
    """The share of a usual trend from which on a log leans towards it."""

    def usual(self, slope: float) -> Usual | None:
        """The trend that a log of this slope leans towards."""
        towards = self.rise if slope > 0 else self.fall
        return towards if slope / towards.slope > self.leaning else None


FOUND = Beforehand()


@dataclass(frozen=True)
class UsualCourse:
    """Logarithms of the levels ahead under a usual trend, and the share of futures that go so."""

    levels: NDArray[np.float64]
    share: float


def usual_course(
    logs: NDArray[np.float64], weeks: int, before: Beforehand = FOUND
) -> UsualCourse | None:
    """The usual trend that a log leans towards; None where it leans towards none.

    Its size is what the log says of a trend thought to be the usual one, give or take half of it,
    and never more than the usual one: what is steeper is told by the fits, if it is there.
    """
    n = len(logs)
    if n < LEAST_FOR_SLOPE:
        return None
    about = np.arange(n) - (n - 1) / 2
    slope = float(about @ logs) / float(about @ about)
    usual = before.usual(slope)
    if usual is None:
        return None
    squares, freedom = scatter_about(logs - logs.mean() - slope * about, np.eye(n), n - 2)
    own = usual.slope**2 / (usual.slope**2 + 4 * squares / freedom / float(about @ about))
    taken = min(1.0, own * slope / usual.slope + 1 - own) * usual.slope
    ahead = taken * ((n - 1) / 2 + np.arange(1, weeks + 1))
    return UsualCourse(logs.mean() + np.clip(ahead, -FARTHEST, FARTHEST), usual.share)


def scatter_about(
    residuals: NDArray[np.float64], inverse: NDArray[np.float64], freedom: int
) -> tuple[float, int]:
    """Sum of squares about the level and what it rests on, filled up to `OWN_WEEKS` weeks."""
    n = len(residuals)
    missing = max(0, OWN_WEEKS - n)
    squares = float(residuals @ inverse @ residuals) + n * LEAST_SCATTER**2
    return squares + missing * USUAL_SCATTER**2, freedom + missing
