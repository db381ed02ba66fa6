"""What a short log cannot tell is taken from how demand goes elsewhere: a trend of the usual size.

Eight weeks cannot tell a steady rise or fall of less than 10 % a week from chance, and 1.5 % a week
comes to half as much again in a year. So where a log leans towards a trend of the usual size, a
share of the futures follows one. As weeks grow, the log's own slope takes its place.

What is thought likely before any log (`Beforehand`) was found by trial on the kinds of series in
`tests/demand_series.py` (`tests.level_calibration` tries what is near) and held against others of
them, drawn with other seeds. `python -m tests.forecast_coverage` prints how often bands hold. Eight
weeks are where it is closest: of 4,000 new series of a kind, the band of a year held 40 % of those
that rise by 1.5 % a week, 43 % of those that fall by 3 %, and 78 % of the steady ones, for which it
was 1.97 times as wide as if they were known to be steady. There, one is bought with the other:

    margin to a rise, to a fall    width / honest    rising    falling
    0.23                  0.34               2.05      42 %      47 %
    0.28                  0.44               1.97      40 %      43 %
    0.38                  0.54               1.85      37 %      40 %

Other rules (the slope alone, a likelihood ratio, a scatter drawn to the usual one) bought less.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log, sqrt
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
    margin: float
    """By how many of its standard errors a log's slope has to be nearer to this than to none."""

    def leans(self, slope: float, error: float) -> bool:
        """Whether a log of this slope, give or take its standard error, leans towards it."""
        along = slope if self.slope > 0 else -slope
        return along > abs(self.slope) / 2 + self.margin * error


@dataclass(frozen=True)
class Beforehand:
    """What is thought likely before any log."""

    wandering: float = 0.01
    """How likely the level begins to wander, a week."""
    trends: float = 0.01
    """How likely it rises or falls for good, by as much as the log says."""
    rise: Usual = Usual(0.0165, 0.45, 0.28)
    fall: Usual = Usual(-0.042, 0.35, 0.44)

    def walks(self, weeks: int) -> float:
        """How likely the level of a log of so many weeks wanders."""
        return 1 - (1 - self.wandering) ** weeks

    def usual(self, slope: float, error: float) -> Usual | None:
        """The trend that a log of this slope, give or take its standard error, leans towards."""
        return next((each for each in (self.rise, self.fall) if each.leans(slope, error)), None)


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
    squares, freedom = scatter_about(logs - logs.mean() - slope * about, np.eye(n), n - 2)
    error = sqrt(squares / freedom / float(about @ about))
    usual = before.usual(slope, error)
    if usual is None:
        return None
    own = usual.slope**2 / (usual.slope**2 + 4 * error**2)
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
