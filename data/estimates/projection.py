"""What a young week will come to: how its outputs will end, from how those of earlier weeks did.

Each open output is settled in one of several ways, and ages until it is: competing risks. Their
cumulative incidence by age is Aalen and Johansen's (1978, An empirical transition matrix for
non-homogeneous Markov chains based on censored observations); one less Kaplan and Meier's estimate
would overstate every one of them. An output open at age a is settled in way k with the chance

    (F_k(∞) − F_k(a)) / S(a),   S = 1 − Σ F

What is settled may still turn: an approved base becomes part of its upscale, a client rejects what
passed. How often it does is told by the weeks closed before, as they stood at the same age.

The band is that of the method's own past: each closed week is projected from how it and those
before it stood when it was as old, and held against what it came to. So it is as wide as weeks
differ, drift of the team included.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

USABLE, CONTRIBUTED, DISCARDED, OPEN = range(4)
WAYS = 3
"""Ways in which an output is settled; `OPEN` is none of them."""
PERIOD_H = 168.0
LEAST_BEFORE = 2
"""Weeks that must lie before one to project it: fewer say nothing of the next."""
LEAST_ERRORS = 4
"""Closed weeks that were projected: from fewer errors no band is told."""
MOST_PERIODS = 8
"""The latest weeks tell how a team decides now; older ones told how it did."""
CONFIDENCE = 0.8


class Fates(NamedTuple):
    """Numbers of outputs by how they are settled, or are expected to be."""

    usable: float
    contributed: float
    discarded: float

    @property
    def discard_rate(self) -> float | None:
        """Discarded outputs of all that are settled; None where none is."""
        settled = sum(self)
        return self.discarded / settled if settled else None


@dataclass(frozen=True)
class Outputs:
    """Outputs in groups that became ready and were settled alike, as arrays of one length.

    `period` numbers the weeks in their order; times are hours since the week's first moment.
    `first_h` and `first_way` say when and how they were first settled, `ended_h` and `way` when and
    how they were at last, the same where nothing turned. An open one has the way `OPEN` and was
    last seen at both hours. `stood` is how they stood when their week was as old as the one that is
    to be projected, `n` how many there are.
    """

    period: Ints
    ready_h: Floats
    first_h: Floats
    first_way: Ints
    ended_h: Floats
    way: Ints
    stood: Ints
    n: Floats

    def of(self, chosen: NDArray[np.bool_]) -> Outputs:
        """Some of the groups."""
        return Outputs(
            self.period[chosen],
            self.ready_h[chosen],
            self.first_h[chosen],
            self.first_way[chosen],
            self.ended_h[chosen],
            self.way[chosen],
            self.stood[chosen],
            self.n[chosen],
        )

    def of_periods(self, first: int, last: int) -> Outputs:
        """Those of some weeks, both included."""
        return self.of((self.period >= first) & (self.period <= last))

    def seen(self, period: int, age_h: float) -> Outputs:
        """What was known when that week was so old: of later weeks nothing.

        Earlier weeks were as much older as they lie before it.
        """
        age = np.asarray(age_h + (period - self.period) * PERIOD_H, dtype=np.float64)
        there = (self.period <= period) & (self.ready_h <= age)
        known, age = self.of(there), age[there]
        is_open = known.first_h > age
        first_way = np.where(is_open, OPEN, known.first_way)
        settled = np.where(known.ended_h > age, known.first_way, known.way)
        return Outputs(
            known.period,
            known.ready_h,
            np.minimum(known.first_h, age),
            first_way,
            np.minimum(known.ended_h, age),
            np.where(is_open, OPEN, settled),
            known.stood,
            known.n,
        )

    @property
    def fates(self) -> Fates:
        """How many ended in which way."""
        return Fates(*_counted(self.way, self.n)[:WAYS])

    @property
    def fates_then(self) -> Fates:
        """How many stood settled in which way."""
        return Fates(*_counted(self.stood, self.n)[:WAYS])

    @property
    def open_then(self) -> float:
        """How many stood open."""
        return float(self.n[self.stood == OPEN].sum())


@dataclass(frozen=True)
class Curve:
    """Cumulative incidence of each way of being settled first, by age in hours."""

    ages_h: Floats
    incidence: Floats
    """One row per age, one column per way."""

    def chances(self, age_h: Floats) -> Floats:
        """Per age, the chance of each way for an output that is open at it."""
        before = np.vstack([np.zeros(WAYS), self.incidence])
        reached = before[np.searchsorted(self.ages_h, age_h, side="right")]
        still = 1 - reached.sum(axis=1, keepdims=True)
        ahead = before[-1] - reached
        chances: Floats = np.divide(ahead, still, out=np.zeros_like(ahead), where=still > 1e-9)
        return chances


def settling_curve(outputs: Outputs) -> Curve:
    """The cumulative incidence of the ways of being settled; open ones count until last seen."""
    age_h = outputs.first_h - outputs.ready_h
    ages, place = np.unique(age_h, return_inverse=True)
    settled = np.zeros((len(ages), WAYS + 1))
    np.add.at(settled, (place, outputs.first_way), outputs.n)
    at_risk = settled.sum(axis=1)[::-1].cumsum()[::-1]
    hazards = settled[:, :WAYS] / at_risk[:, None]
    still_before = np.concatenate([[1.0], np.cumprod(1 - hazards.sum(axis=1))[:-1]])
    return Curve(ages, np.cumsum(hazards * still_before[:, None], axis=0))


def turns(stood: Ints, way: Ints, n: Floats) -> Floats:
    """Of those that stood settled in a way (row), the shares that ended in each (column)."""
    counts = np.zeros((WAYS + 1, WAYS + 1))
    np.add.at(counts, (stood, way), n)
    ended = counts[:WAYS, :WAYS]
    all_ = ended.sum(axis=1, keepdims=True)
    shares: Floats = np.divide(ended, all_, out=np.eye(WAYS), where=all_ > 0)
    return shares


@dataclass(frozen=True)
class Projection:
    """A week as it stands and as it will end, with what the errors of closed weeks allow.

    Figures have a band of `CONFIDENCE`, as (low, high), or None where too few weeks are closed.
    """

    now: Fates
    open: int
    ends: Fates
    unsettled: float
    """The share of its outputs that may still change: open ones, and those expected to turn."""
    errors: tuple[tuple[float, float], ...]
    """Of each closed week that was projected so, truth less projection: of the logarithm of usable
    assets, and of the discard rate; over the root of the share that was unsettled."""

    @property
    def usable(self) -> tuple[float, float] | None:
        """Usable assets at the end: never more than there are outputs."""
        spread = self._spread(0)
        if spread is None:
            return None
        low, high = self.ends.usable * math.exp(-spread), self.ends.usable * math.exp(spread)
        return low, max(low, min(high, sum(self.now) + self.open))

    @property
    def discard_rate(self) -> tuple[float, float] | None:
        """The discard rate at the end."""
        spread, rate = self._spread(1), self.ends.discard_rate
        if spread is None or rate is None:
            return None
        return max(rate - spread, 0.0), min(rate + spread, 1.0)

    def _spread(self, figure: int) -> float | None:
        """So far the truth may lie from the projection, by Student's t over the past errors."""
        n = len(self.errors)
        if not self.unsettled:
            return 0.0
        if n < LEAST_ERRORS:
            return None
        from scipy.special import stdtrit

        mean = sum(error[figure] ** 2 for error in self.errors) / n
        quantile = float(stdtrit(n, 0.5 + CONFIDENCE / 2))
        return quantile * math.sqrt(self.unsettled * mean * (1 + 1 / n))


@dataclass(frozen=True)
class Past:
    """All outputs of a team by week, and which weeks are closed: what projects a young one.

    They say how they stood at one age: the week that is projected must be so old.
    """

    outputs: Outputs
    closed: tuple[int, ...]

    def project(self, period: int, age_h: float) -> Projection | None:
        """What the week will come to, `age_h` hours after its first moment.

        None where too few weeks lie before it, or none is closed.
        """
        if not self.closed or not self._reaches_back(period):
            return None
        gap = max(period - max(self.closed), 0)
        past = [each for each in self.closed if each != period and self._reaches_back(each)]
        errors = tuple(self._error(each, age_h, gap) for each in past[-MOST_PERIODS:])
        standing, ends, unsettled = self._projected(period, age_h, gap)
        return Projection(standing.fates_then, int(standing.open_then), ends, unsettled, errors)

    def _reaches_back(self, period: int) -> bool:
        return period - int(self.outputs.period.min(initial=period)) >= LEAST_BEFORE

    def _error(self, period: int, age_h: float, gap: int) -> tuple[float, float]:
        _, projected, unsettled = self._projected(period, age_h, gap)
        whole = self.outputs.of_periods(period, period)
        came = whole.of(whole.ready_h <= age_h).fates
        rates = came.discard_rate, projected.discard_rate
        of_rate = rates[0] - rates[1] if rates[0] is not None and rates[1] is not None else 0.0
        of_usable = math.log((came.usable + 0.5) / (projected.usable + 0.5))
        scale = math.sqrt(unsettled) or 1.0
        return of_usable / scale, of_rate / scale

    def _projected(self, period: int, age_h: float, gap: int) -> tuple[Outputs, Fates, float]:
        """How the week stood when it was so old, what it was to come to, and how sure that was.

        By what was known then: what is open by all weeks, what may turn by those `gap` before.
        """
        seen = self.outputs.seen(period, age_h)
        curve = settling_curve(seen.of_periods(period - MOST_PERIODS, period))
        older = seen.of_periods(period - gap - MOST_PERIODS, period - max(gap, 1))
        standing = seen.of_periods(period, period)
        still = standing.of(standing.stood == OPEN)
        chances = curve.chances(age_h - still.ready_h)
        first = (chances * still.n[:, None]).sum(axis=0)
        turning = turns(older.stood, older.way, older.n)
        ends = standing.fates_then @ turning + first @ turns(older.first_way, older.way, older.n)
        kept = float(np.dot(standing.fates_then, turning.diagonal()))
        there = float(standing.n.sum())
        return standing, Fates(*map(float, ends)), max(0.0, 1 - kept / there) if there else 0.0


def _counted(way: Ints, n: Floats) -> list[float]:
    return [float(count) for count in np.bincount(way, weights=n, minlength=WAYS + 1)]
