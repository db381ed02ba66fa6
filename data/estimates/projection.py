"""What a young period will come to: how its open outputs will end, from how closed ones did.

Each output ends in one of several ways, and ages until it does: competing risks. Their cumulative
incidence by age is Aalen and Johansen's (1978, An empirical transition matrix for non-homogeneous
Markov chains based on censored observations); one less Kaplan and Meier's estimate would overstate
every one of them. An output open at age a ends in way k with the chance

    (F_k(∞) − F_k(a)) / S(a),   S = 1 − Σ F

The band is that of the method's own past: each closed period is projected from how it and those
before it stood when it was as old, and held against what it came to. So it is as wide as periods
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
"""Ways in which an output ends; `OPEN` is none of them."""
PERIOD_H = 168.0
"""Periods are weeks, one after the other."""
LEAST_PERIODS = 4
"""Periods that a curve needs, and errors that a band needs: fewer say nothing of the next."""
MOST_PERIODS = 8
"""The latest periods tell how a team decides now; older ones told how it did."""
CONFIDENCE = 0.8


class Fates(NamedTuple):
    """Numbers of outputs by how they ended, or are expected to."""

    usable: float
    contributed: float
    discarded: float

    @property
    def discard_rate(self) -> float | None:
        """Discarded outputs of all that ended; None where none did."""
        ended = sum(self)
        return self.discarded / ended if ended else None


@dataclass(frozen=True)
class Outputs:
    """Outputs in groups that became ready and ended in the same hours, as arrays of one length.

    `period` numbers the weeks in their order; `ready_h` and `ended_h` are hours since the period's
    first moment, `ended_h` the hour in which an open one was last seen; `way` is how it ended;
    `n` how many there are.
    """

    period: Ints
    ready_h: Floats
    ended_h: Floats
    way: Ints
    n: Floats

    def of(self, chosen: NDArray[np.bool_]) -> Outputs:
        """Some of the groups."""
        period, way = self.period[chosen], self.way[chosen]
        return Outputs(period, self.ready_h[chosen], self.ended_h[chosen], way, self.n[chosen])

    def seen(self, period: int, age_h: float) -> Outputs:
        """As they stood when the period was so old: what ended later was open then.

        Those of earlier periods were as much older as they lie before it, later ones not there yet.
        """
        age = age_h + (period - self.period) * PERIOD_H
        there = (self.period <= period) & (self.ready_h <= age)
        known, age = self.of(there), age[there]
        way = np.where(known.ended_h > age, OPEN, known.way)
        return Outputs(known.period, known.ready_h, np.minimum(known.ended_h, age), way, known.n)

    def of_periods(self, first: int, last: int) -> Outputs:
        """Those of some periods, both included."""
        return self.of((self.period >= first) & (self.period <= last))

    @property
    def fates(self) -> Fates:
        """How many ended in which way."""
        return Fates(*(float(self.n[self.way == way].sum()) for way in range(WAYS)))


@dataclass(frozen=True)
class Curve:
    """Cumulative incidence of each way of ending, by age in hours."""

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
    """The cumulative incidence of the ways of ending; open outputs count until last seen."""
    age_h = outputs.ended_h - outputs.ready_h
    ages, place = np.unique(age_h, return_inverse=True)
    ended = np.zeros((len(ages), WAYS + 1))
    np.add.at(ended, (place, outputs.way), outputs.n)
    at_risk = ended.sum(axis=1)[::-1].cumsum()[::-1]
    hazards = ended[:, :WAYS] / at_risk[:, None]
    still_before = np.concatenate([[1.0], np.cumprod(1 - hazards.sum(axis=1))[:-1]])
    return Curve(ages, np.cumsum(hazards * still_before[:, None], axis=0))


@dataclass(frozen=True)
class Projection:
    """A period as it stands and as it will end, with what the errors of closed periods allow.

    Figures have a band of `CONFIDENCE`, as (low, high), or None where too few periods are closed.
    """

    now: Fates
    open: int
    ends: Fates
    errors: tuple[tuple[float, float], ...]
    """Of each closed period that was projected so: that of the logarithm of usable assets, and that
    of the discard rate, truth less projection; over the root of the share that was open, as what is
    settled does not miss."""

    @property
    def usable(self) -> tuple[float, float] | None:
        """Usable assets at the end: never fewer than now, or more than with all that is open."""
        spread = self._spread(0)
        if spread is None:
            return None
        low, high = self.ends.usable * math.exp(-spread), self.ends.usable * math.exp(spread)
        return max(low, self.now.usable), min(high, self.now.usable + self.open)

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
        if n < LEAST_PERIODS:
            return None if self.open else 0.0
        if not self.open:
            return 0.0
        from scipy.special import stdtrit

        squares = sum(error[figure] ** 2 for error in self.errors) / n
        share = self.open / (self.open + sum(self.now))
        return float(stdtrit(n, 0.5 + CONFIDENCE / 2)) * math.sqrt(share * squares * (1 + 1 / n))


@dataclass(frozen=True)
class Past:
    """All outputs of a team by period, and which periods are closed: what projects a young one."""

    outputs: Outputs
    closed: tuple[int, ...]

    def project(self, period: int, age_h: float) -> Projection | None:
        """What the period will come to, `age_h` hours after its first moment.

        None where too few periods lie before it.
        """
        if not self._reaches_back(period):
            return None
        standing, ends = self._projected(period, age_h)
        still_open = int(standing.n[standing.way == OPEN].sum())
        return Projection(standing.fates, still_open, ends, self._errors(period, age_h))

    def _reaches_back(self, period: int) -> bool:
        return period - int(self.outputs.period.min(initial=period)) >= LEAST_PERIODS

    def _errors(self, period: int, age_h: float) -> tuple[tuple[float, float], ...]:
        past = [each for each in self.closed if each != period and self._reaches_back(each)]
        return tuple(self._error(each, age_h) for each in past[-MOST_PERIODS:])

    def _error(self, period: int, age_h: float) -> tuple[float, float]:
        standing, projected = self._projected(period, age_h)
        whole = self.outputs.of_periods(period, period)
        came = whole.of(whole.ready_h <= age_h).fates
        rates = came.discard_rate, projected.discard_rate
        of_rate = rates[0] - rates[1] if rates[0] is not None and rates[1] is not None else 0.0
        open_n, there = float(standing.n[standing.way == OPEN].sum()), float(standing.n.sum())
        scale = math.sqrt(open_n / there) if open_n else 1.0
        of_usable = math.log((came.usable + 0.5) / (projected.usable + 0.5))
        return of_usable / scale, of_rate / scale

    def _projected(self, period: int, age_h: float) -> tuple[Outputs, Fates]:
        """How the period stood when it was so old, and what it was to come to by all that was."""
        seen = self.outputs.seen(period, age_h)
        curve = settling_curve(seen.of_periods(period - MOST_PERIODS, period))
        standing = seen.of_periods(period, period)
        return standing, _ended(standing, curve)


def _ended(standing: Outputs, curve: Curve) -> Fates:
    """What ended, and what the open ones are expected to."""
    still = standing.of(standing.way == OPEN)
    expected = (curve.chances(still.ended_h - still.ready_h) * still.n[:, None]).sum(axis=0)
    return Fates(*(now + float(more) for now, more in zip(standing.fates, expected, strict=True)))
