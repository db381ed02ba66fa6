"""How many subscriptions cost least in the mean: a grid that closes in on the best.

All sizes of a grid meet the same futures in one stacked run, so that they differ by their terms
alone. The mean cost is convex in the size but for whole packs and volume steps; the grid is wide
enough not to be caught by those.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from data.commitments.amounts import MONTHS_PER
from data.commitments.simulation import simulate

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from data.commitments.horizon import Horizon
    from data.commitments.offer import Offer

GRID = 9
FINEST = 1e-4
"""Of the largest size: how closely a divisible one is found."""
SMALLEST = 1e-300
COVERED = 0.99
"""Without a top-up a size counts only when it covers this share of the demand."""


@dataclass(frozen=True)
class SizePoint:
    """What one size costs over the horizon: the mean and the 10th and 90th percentile, in money."""

    units: float
    cost_mean: float
    cost_p10: float
    cost_p90: float
    coverage: float
    """The share of the demand that was met at all."""


@dataclass(frozen=True)
class _Futures:
    demand: NDArray[np.float64]
    horizon: Horizon
    elsewhere_per_credit: NDArray[np.float64] | None


@dataclass(frozen=True)
class Found:
    """The best number of subscriptions, and every size that was tried."""

    units: float
    curve: tuple[SizePoint, ...]
    best_bought: SizePoint
    """The best that is bought at all: none is no way to see what a plan costs."""


def cheapest(
    offer: Offer,
    demand: NDArray[np.float64],
    horizon: Horizon,
    elsewhere_per_credit: NDArray[np.float64] | None = None,
) -> Found:
    """The number of subscriptions of an offer's plan with the least mean cost, none included.

    Whole ones unless the plan is divisible. Without a top-up: the cheapest that covers the demand,
    or where none does, the one that covers most. `elsewhere_per_credit` as for `simulate`.
    """
    assert offer.plan is not None, "only a plan has a size"
    futures = _Futures(demand, horizon, elsewhere_per_credit)
    whole = not offer.plan.divisible
    most = _most(offer, demand, horizon)
    low, high = min(_least(offer), most), most
    tried: dict[float, SizePoint] = {}
    while True:
        sizes = _grid(low, high, whole=whole)
        tried |= _run_all(offer, [size for size in sizes if size not in tried], futures)
        best = min((tried[size] for size in sizes), key=lambda point: _rank(point, offer))
        place = sizes.index(best.units)
        gap = max(b - a for a, b in pairwise(sizes)) if len(sizes) > 1 else 0.0
        if gap <= (1.0 if whole else FINEST * most):
            break
        low, high = sizes[max(0, place - 1)], sizes[min(len(sizes) - 1, place + 1)]
    bought = [point for point in tried.values() if point.units > 0] or [best]
    return Found(
        best.units,
        tuple(tried[size] for size in sorted(tried)),
        min(bought, key=lambda point: _rank(point, offer)),
    )


def _least(offer: Offer) -> float:
    """A top-up that is sold with a plan only needs one."""
    needs_plan = offer.top_up is not None and offer.top_up.needs_plan
    return 1.0 if needs_plan and offer.plan and not offer.plan.divisible else 0.0


def _most(offer: Offer, demand: NDArray[np.float64], horizon: Horizon) -> float:
    """More than this would lapse in every future."""
    assert offer.plan is not None
    grants = np.add.reduceat(demand, horizon.grant_steps(MONTHS_PER[offer.plan.grants]), axis=1)
    most = float(grants.max(initial=0.0)) / float(offer.plan.credits)
    if not offer.plan.divisible:
        most = max(float(np.ceil(most)), 1.0)
    return min(most, float(offer.plan.most_units or most))


def _grid(low: float, high: float, *, whole: bool) -> list[float]:
    points = np.linspace(low, high, GRID)
    return sorted({float(point) for point in (np.round(points) if whole else points)})


def _run_all(offer: Offer, sizes: list[float], futures: _Futures) -> dict[float, SizePoint]:
    """Every size through the same futures, stacked below each other."""
    if not sizes:
        return {}
    paths, there = len(futures.demand), futures.elsewhere_per_credit
    run = simulate(
        offer,
        np.tile(futures.demand, (len(sizes), 1)),
        futures.horizon,
        units=np.repeat(sizes, paths),
        elsewhere_per_credit=None if there is None else np.tile(there, (len(sizes), 1)),
    )
    costs = run.cost.reshape(len(sizes), paths)
    unmet = run.unmet.reshape(len(sizes), paths).sum(axis=1)
    met = 1 - unmet / max(float(futures.demand.sum()), SMALLEST)
    low, high = np.quantile(costs, [0.1, 0.9], axis=1)
    return {
        size: SizePoint(size, float(costs[n].mean()), float(low[n]), float(high[n]), float(met[n]))
        for n, size in enumerate(sizes)
    }


def _rank(point: SizePoint, offer: Offer) -> tuple[float, float]:
    """Sort by cost; where nothing can be topped up, what covers too little comes last."""
    topped_up = offer.top_up is not None or offer.elsewhere is not None
    if topped_up or point.coverage >= COVERED:
        return 0.0, point.cost_mean
    return 1.0, -point.coverage
