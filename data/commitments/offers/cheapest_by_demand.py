"""What costs least for each of many demands, each at the number of subscriptions that suits it.

`search` asks for the one size that is best over all futures; here every demand is certain and may
have a size of its own. Whole packs make costs jagged, so sizes are tried one by one, not narrowed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from data.commitments.futures.simulation import simulate
from data.commitments.offers.outcome import UNMET
from data.commitments.offers.search import most_units

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from data.commitments.futures.horizon import Horizon
    from data.commitments.terms.offer import Offer

TRIED = 200
"""Sizes of a plan that are tried at once; beyond so many, these first and then those about the best
of them."""


@dataclass(frozen=True)
class Bought:
    """One number per demand."""

    cost: NDArray[np.float64]
    """Money over the horizon, less what is carried over; endless where some work stays undone."""
    units: NDArray[np.float64]
    way: NDArray[np.int64]
    """Which of the offers it is."""


def cheapest_for_each(
    offers: Sequence[Offer],
    demand: NDArray[np.float64],
    horizon: Horizon,
    there: float | None = None,
) -> Bought:
    """The best of some offers for each demand (demands x steps of credits), a plan at least once.

    The number that an offer has of its plan does not matter. `there`: what the work of one credit
    here takes where an offer's rest is done elsewhere.
    """
    found = [_sized(offer, demand, horizon, there) for offer in offers]
    costs = np.array([cost for cost, _ in found])
    way = np.argmin(costs, axis=0)
    each = np.arange(len(demand))
    return Bought(costs[way, each], np.array([units for _, units in found])[way, each], way)


def _sized(
    offer: Offer, demand: NDArray[np.float64], horizon: Horizon, there: float | None
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The least cost per demand, and the size it is had at."""
    if offer.plan is None:
        nothing = np.zeros((len(demand), 1))
        return _costs(offer, nothing, demand, horizon, there)[:, 0], nothing[:, 0]
    whole = not offer.plan.divisible
    most = np.array([most_units(offer, demand[n : n + 1], horizon) for n in range(len(demand))])
    low, high = np.minimum(1.0, most) if whole else most / TRIED, most
    steps = [float(step.from_units) for step in offer.plan.volume_steps]
    for _ in range(2):
        sizes = _between(low, high, whole=whole)
        sizes = np.hstack([sizes, *(np.clip(step, low, high)[:, None] for step in steps)])
        sizes.sort(axis=1)
        costs = _costs(offer, sizes, demand, horizon, there)
        place, each = np.argmin(costs, axis=1), np.arange(len(sizes))
        low = sizes[each, np.maximum(place - 1, 0)]
        high = sizes[each, np.minimum(place + 1, sizes.shape[1] - 1)]
        if whole and (high - low).max(initial=0.0) <= 2:
            break
    return costs[each, place], sizes[each, place]


def _between(
    low: NDArray[np.float64], high: NDArray[np.float64], *, whole: bool
) -> NDArray[np.float64]:
    """So many sizes from one to the other, per demand: demands x sizes."""
    n = int(min(TRIED, (high - low).max(initial=0.0) + 1)) if whole else TRIED
    sizes = np.linspace(low, high, max(1, n), axis=1)
    return np.asarray(np.round(sizes) if whole else sizes)


def _costs(
    offer: Offer,
    sizes: NDArray[np.float64],
    demand: NDArray[np.float64],
    horizon: Horizon,
    there: float | None,
) -> NDArray[np.float64]:
    """Every size for its demand, stacked below each other: demands x sizes."""
    repeated = np.repeat(demand, sizes.shape[1], axis=0)
    each = None if there is None else np.full_like(repeated, there)
    run = simulate(offer, repeated, horizon, units=sizes.ravel(), elsewhere_per_credit=each)
    undone = run.unmet > UNMET * run.demand
    return np.where(undone, np.inf, run.cost).reshape(sizes.shape)
