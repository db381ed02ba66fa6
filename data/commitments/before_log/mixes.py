"""A plan at one place with the rest done at another, where that costs less than either alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from data.commitments.before_log.ways import SizedWay, Way
from data.commitments.offers.mixes import MOST_ELSEWHERE, MOST_HERE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal


def mixed(alone: Sequence[SizedWay], levels: Sequence[Decimal]) -> Iterator[SizedWay]:
    """The best plans, each with the best places to do the rest with the same model.

    `alone` has the cheapest first. A mix is kept that is cheaper at any of these attempts.
    """
    plans = [each for each in alone if each.way.is_committed][:MOST_HERE]
    free = [each for each in alone if not each.way.is_committed]
    for plan in plans:
        others = [each for each in free if _does_the_rest(each.way, plan.way)]
        for there in others[:MOST_ELSEWHERE]:
            found = SizedWay.of(_mix(plan.way, there.way), levels)
            if any(_saves(found, plan, there)):
                yield found


def _does_the_rest(there: Way, plan: Way) -> bool:
    same_model = there.place.model == plan.place.model
    return same_model and there.place.seller.platform != plan.place.seller.platform


def _mix(plan: Way, there: Way) -> Way:
    """There bought in each of its ways, for what the plan's credits do not cover."""
    bare = replace(plan.offers[0], top_up=None)
    offers = tuple(replace(bare, elsewhere=each) for each in there.offers)
    return replace(plan, offers=offers, there=there.place)


def _saves(found: SizedWay, *alone: SizedWay) -> Iterator[bool]:
    for place, end in enumerate(found.ends):
        costs = [each.ends[place].cost for each in alone]
        yield end.cost is not None and all(cost is None or end.cost < cost for cost in costs)
