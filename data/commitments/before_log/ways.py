"""What each way to buy costs at so many attempts per usable asset, and up to which it pays."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import numpy as np

from data.commitments.offers.cheapest_by_demand import Bought, cheapest_for_each
from data.commitments.offers.choice import AS_GOOD
from data.commitments.rounding import rounded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from data.commitments.before_log.places import Place
    from data.commitments.futures.horizon import Horizon
    from data.commitments.terms.offer import Offer

    Floats = NDArray[np.float64]

Kind = Literal["plan", "on demand", "pay as you go", "mix"]
MIDDLE = 1
"""The place of the middle among the ends."""
BEYOND = 4
"""Break-evens are looked for from one attempt to so many times the high end."""
COARSE, FINE = 33, 33
"""Numbers of attempts that are tried in the whole range, and then between two of them."""


@dataclass(frozen=True)
class Work:
    """So many usable assets a month, every month alike."""

    assets: int
    horizon: Horizon

    @property
    def in_all(self) -> int:
        """Usable assets over the horizon."""
        return self.assets * self.horizon.months

    @cached_property
    def _share(self) -> Floats:
        """The share of its month that each step is."""
        days = np.diff(self.horizon.month_days)
        return np.asarray(self.horizon.step_lengths / days[self.horizon.step_months])

    def taking(self, each: Decimal, attempts: Floats) -> Floats:
        """Credits per number of attempts and step, at so many an attempt."""
        return np.asarray(attempts[:, None] * (float(each) * self.assets) * self._share)


@dataclass(frozen=True)
class End:
    """One number of attempts per usable asset, and what is bought for it."""

    attempts: Decimal
    offer: Offer
    cost: Decimal | None
    """Over the horizon, less what is carried over; None where some work stays undone."""


@dataclass(frozen=True)
class Stretch:
    """What costs least from so many attempts per usable asset up to so many."""

    way: int
    """Its place among the ways."""
    least: float
    most: float


@dataclass(frozen=True)
class Pays:
    """From and up to how many attempts something costs no more than `against`.

    None at an end: as far as was looked; at both: whatever an asset takes. `never`: nowhere.
    """

    against: int
    """Its place among the ways."""
    least: float | None = None
    most: float | None = None
    never: bool = False


@dataclass(frozen=True)
class Way:
    """One plan in one way to pay, a platform's packs, or each call by itself."""

    place: Place
    offers: tuple[Offer, ...]
    """The same with each way to top up."""
    work: Work
    there: Place | None = None
    """Where what a plan does not cover is done instead."""

    @property
    def kind(self) -> Kind:
        """What binds whom."""
        if self.there is not None:
            return "mix"
        if self.place.bills_each_call:
            return "pay as you go"
        return "on demand" if self.offers[0].plan is None else "plan"

    @property
    def is_committed(self) -> bool:
        """Whether a plan is part of it."""
        return self.offers[0].plan is not None

    @property
    def binds_a_year(self) -> bool:
        """Whether it is paid by the year."""
        plan = self.offers[0].plan
        return plan is not None and plan.billing == "year"

    def bought(self, attempts: Floats) -> Bought:
        """The best of it for each number of attempts."""
        demand = self.work.taking(self.place.takes.each, attempts)
        rest = None
        if self.there is not None:
            rest = float(self.there.takes.each / self.place.takes.each)
        return cheapest_for_each(self.offers, demand, self.work.horizon, rest)

    def ends(self, levels: Sequence[Decimal]) -> tuple[End, ...]:
        """What is bought at these numbers of attempts, and what it costs."""
        found = self.bought(np.array([float(level) for level in levels]))
        return tuple(
            End(
                level,
                self.offers[way].of(float(units)),
                rounded(float(cost)) if np.isfinite(cost) else None,
            )
            for level, cost, units, way in zip(
                levels, found.cost, found.units, found.way, strict=True
            )
        )


@dataclass(frozen=True)
class SizedWay:
    """One way to buy at the low end, the middle and the high end of the attempts."""

    way: Way
    ends: tuple[End, ...]
    pays: Pays | None = None
    """Against the cheapest that binds less; None where there is nothing else."""

    @classmethod
    def of(cls, way: Way, levels: Sequence[Decimal]) -> SizedWay:
        """It at these numbers of attempts."""
        return cls(way, way.ends(levels))

    @property
    def title(self) -> str:
        """It in a few words, whatever its number."""
        return self.ends[MIDDLE].offer.of(1).title

    def rank(self, place: int = MIDDLE) -> tuple[bool, Decimal]:
        """Sort by the cost at one of the ends; what leaves work undone comes last."""
        cost = self.ends[place].cost
        return cost is None, cost or Decimal(0)


class Curves:
    """The costs of many ways over many numbers of attempts, each found once."""

    def __init__(self, ways: Sequence[Way], levels: Sequence[Decimal]) -> None:
        """Try them from one attempt to some times the last level, and closer within the levels."""
        low, high = float(levels[0]), float(levels[-1])
        self.ways = ways
        self.within = np.unique(np.linspace(low, high, COARSE))
        around = np.geomspace(1, BEYOND * high, COARSE)
        self.tried = np.unique([*self.within, *around, *map(float, levels)])
        self.costs = np.array([_cents(way, self.tried) for way in ways])

    def stretches(self, among: Sequence[int]) -> tuple[Stretch, ...]:
        """Which of some ways costs least within the levels, in the order of the attempts.

        One is left only for what is clearly cheaper, at the last number of attempts at which it
        costs no more than that; what nothing gets done is left out.
        """
        costs = self.costs[list(among)][:, np.searchsorted(self.tried, self.within)]
        done = np.isfinite(costs.min(axis=0))
        tried, costs = self.within[done], costs[:, done]
        if not len(tried):
            return ()
        found: list[Stretch] = []
        now, since, begun = int(np.argmin(costs[:, 0])), float(tried[0]), 0
        for n in range(1, len(tried)):
            if costs[now, n] <= float(AS_GOOD) * costs[:, n].min():
                continue
            then = int(np.argmin(costs[:, n]))
            kept = max(m for m in range(begun, n) if m == begun or costs[now, m] <= costs[then, m])
            ends = self._last(among[now], among[then], tried[kept], tried[kept + 1])
            found.append(Stretch(among[now], since, ends))
            now, since, begun = then, ends, n
        return (*found, Stretch(among[now], since, float(tried[-1])))

    def pays(self, way: int, against: int, middle: Decimal) -> Pays:
        """Where one costs no more than another: about the middle, else nearest to it."""
        tried = self.tried
        cheaper = (self.costs[way] <= self.costs[against]) & np.isfinite(self.costs[way])
        if not cheaper.any():
            return Pays(against, never=True)
        place = int(np.searchsorted(tried, float(middle)))
        first = last = int(min(np.flatnonzero(cheaper), key=lambda n: abs(n - place)))
        while first > 0 and cheaper[first - 1]:
            first -= 1
        while last < len(tried) - 1 and cheaper[last + 1]:
            last += 1
        least = self._last(way, against, tried[first], tried[first - 1]) if first else None
        ends = last < len(tried) - 1
        most = self._last(way, against, tried[last], tried[last + 1]) if ends else None
        return Pays(against, least, most)

    def _last(self, way: int, other: int, holds: float, fails: float) -> float:
        """The last number of attempts, from one to the other, at which a way costs no more."""
        between = np.linspace(holds, fails, FINE)
        costs = [_cents(self.ways[each], between) for each in (way, other)]
        dearer = (costs[0] > costs[1]) | ~np.isfinite(costs[0])
        first = int(np.argmax(dearer)) if dearer.any() else len(between) - 1
        return float(between[max(0, first - 1)])


def _cents(way: Way, attempts: Floats) -> Floats:
    """What it costs to the cent: what differs by less is the same."""
    return np.asarray(np.round(way.bought(attempts).cost, 2))
