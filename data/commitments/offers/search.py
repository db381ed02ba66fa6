"""How many subscriptions cost least in the mean: a grid that closes in on the best.

All sizes of a grid meet the same futures in one stacked run, so that they differ by their terms
alone. Between two volume steps the mean cost is convex in the size but for whole packs, and the
grid is wide enough not to be caught by those; each stretch between steps is searched by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from data.commitments.futures.simulation import simulate
from data.commitments.offers.outcome import MOST_UNMET, UNMET
from data.commitments.terms.amounts import MONTHS_PER

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from data.commitments.futures.horizon import Horizon
    from data.commitments.terms.offer import Offer
    from data.commitments.terms.plan import PlanTerms

GRID = 9
FINEST = 1e-4
"""Of the largest size: how closely a divisible one is found."""
SMALLEST = 1e-300
SURE = 2.0
"""Standard errors by which a size without a top-up is to get the work done often enough: what
holds in the futures that are searched is to hold in all of them."""


@dataclass(frozen=True)
class SizePoint:
    """What one size costs over the horizon: the mean and the 10th and 90th percentile, in money."""

    units: float
    cost_mean: float
    cost_p10: float
    cost_p90: float
    coverage: float
    """The share of the demand that was met at all."""
    p_unmet: float
    """The share of futures in which some work could not be done."""
    covers: bool
    """Whether the work surely gets done, as `OfferOutcome.covers` asks it."""


@dataclass(frozen=True)
class _Futures:
    demand: NDArray[np.float64]
    horizon: Horizon
    elsewhere_per_credit: NDArray[np.float64] | None


@dataclass(frozen=True)
class Cheapest:
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
) -> Cheapest:
    """The number of subscriptions of an offer's plan with the least mean cost, none included.

    Whole ones unless the plan is divisible. Without a top-up: the cheapest that gets the work done,
    or where none does, the one that comes closest. `elsewhere_per_credit` as for `simulate`.
    """
    assert offer.plan is not None, "only a plan has a size"
    futures = _Futures(demand, horizon, elsewhere_per_credit)
    whole = not offer.plan.divisible
    most = most_units(offer, demand, horizon)
    least = min(_least(offer), most)
    finest = 1.0 if whole else FINEST * most
    tried: dict[float, SizePoint] = {}
    for low, high in pairwise(_edges(offer.plan, least, most)):
        _close_in(offer, futures, (low, high), finest, tried, whole=whole)
    best = min(tried.values(), key=lambda point: _rank(point, offer))
    bought = [point for point in tried.values() if point.units > 0] or [best]
    return Cheapest(
        best.units,
        tuple(tried[size] for size in sorted(tried)),
        min(bought, key=lambda point: _rank(point, offer)),
    )


def _edges(plan: PlanTerms, least: float, most: float) -> list[float]:
    """The sizes between which the price of one more subscription does not change at once.

    The first one brings the cost of all seats that it does not include.
    """
    steps = [float(step.from_units) for step in plan.volume_steps]
    steps = sorted({*steps, 1.0}) if plan.seat_cost(1) else steps
    return [least, *(step for step in steps if least < step < most), most]


def _close_in(
    offer: Offer,
    futures: _Futures,
    between: tuple[float, float],
    finest: float,
    tried: dict[float, SizePoint],
    *,
    whole: bool,
) -> None:
    """Try ever closer sizes around the best of a stretch; adds to `tried`."""
    low, high = between
    while True:
        sizes = _grid(low, high, whole=whole)
        tried |= _run_all(offer, [size for size in sizes if size not in tried], futures)
        place = min(range(len(sizes)), key=lambda n: _rank(tried[sizes[n]], offer))
        closer = sizes[max(0, place - 1)], sizes[min(len(sizes) - 1, place + 1)]
        gap = max((b - a for a, b in pairwise(sizes)), default=0.0)
        if gap <= finest or closer == (low, high):
            return
        low, high = closer


def _least(offer: Offer) -> float:
    """A top-up that is sold with a plan only needs one."""
    needs_plan = offer.top_up is not None and offer.top_up.needs_plan
    return 1.0 if needs_plan and offer.plan and not offer.plan.divisible else 0.0


def most_units(offer: Offer, demand: NDArray[np.float64], horizon: Horizon) -> float:
    """More than this would lapse in every future, but may cost less from the last step on."""
    assert offer.plan is not None
    grants = np.add.reduceat(demand, horizon.grant_steps(MONTHS_PER[offer.plan.grants]), axis=1)
    most = float(grants.max(initial=0.0)) / float(offer.plan.credits)
    if not offer.plan.divisible:
        seated = -(-offer.plan.seats // offer.plan.included_seats) if offer.plan.seat_price else 1
        steps = (step.from_units for step in offer.plan.volume_steps)
        most = max(float(np.ceil(most)), float(seated), *steps)
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
    unmet = run.unmet.reshape(len(sizes), paths)
    needed = float(futures.demand.sum())
    met = 1 - unmet.sum(axis=1) / max(needed, SMALLEST)
    p_unmet = (unmet > UNMET * needed / paths).mean(axis=1)
    covers = p_unmet + SURE * np.sqrt(p_unmet * (1 - p_unmet) / paths) <= float(MOST_UNMET)
    low, high = np.quantile(costs, [0.1, 0.9], axis=1)
    return {
        size: SizePoint(
            size,
            cost_mean=float(costs[n].mean()),
            cost_p10=float(low[n]),
            cost_p90=float(high[n]),
            coverage=float(met[n]),
            p_unmet=float(p_unmet[n]),
            covers=bool(covers[n]),
        )
        for n, size in enumerate(sizes)
    }


def _rank(point: SizePoint, offer: Offer) -> tuple[float, ...]:
    """Sort by cost, of as good as equal the fewest first; undone work last, if never topped up."""
    topped_up = offer.top_up is not None or offer.elsewhere is not None
    if topped_up or point.covers:
        return 0.0, float(f"{point.cost_mean:.9g}"), point.units
    return 1.0, point.p_unmet, -point.coverage
