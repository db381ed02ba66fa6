"""Two platforms together: a plan here, and what it does not cover bought there.

There it is bought on demand, or from a plan as well, topped up. The work goes to the plan here as
long as its credits last, so the split follows the demand of each future.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from data.commitments.offers.outcome import by_cost
from data.commitments.offers.plan_sizing import (
    SEARCH_PATHS,
    outcome_of,
    rerated,
    run_offer,
    search_units,
)
from data.commitments.offers.search import cheapest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from data.commitments.futures.forecast import Futures
    from data.commitments.offers.outcome import OfferOutcome
    from data.commitments.offers.plan_sizing import Base, PlanSizing
    from data.commitments.progress import Parts
    from data.commitments.terms.offer import Offer

MOST_HERE = 3
"""The plans of each platform, cheapest first, that are tried with the rest elsewhere …"""
MOST_ELSEWHERE = 3
"""… on each of so many other platforms, the cheapest alone."""


def mixes(
    sized: Sequence[PlanSizing],
    bases: Sequence[Base],
    base: Base | None,
    futures: Futures,
    parts: Parts,
) -> tuple[OfferOutcome, ...]:
    """Plans with the rest at another platform, where that beats each of the two alone."""
    plans = _by_platform(sized)
    on_demand = {base.outcome.offer.seller.platform: base for base in bases}
    found: list[OfferOutcome] = []
    for here, mine in plans.items():
        parts.begin(f"{mine[0].outcome.offer.seller.title} with others")
        others = _elsewhere(here, plans, on_demand)
        for offer, alone in _offers(mine[:MOST_HERE], others, futures):
            mixed = outcome_of(offer, futures, base)
            if by_cost(mixed) < min(by_cost(each) for each in alone):
                found.append(mixed)
    return tuple(sorted(found, key=by_cost))


def _by_platform(sized: Sequence[PlanSizing]) -> dict[str, list[PlanSizing]]:
    """The plans that can pay for themselves, by platform, each list with the cheapest first."""
    by_platform: dict[str, list[PlanSizing]] = {}
    for each in sorted(sized, key=lambda each: by_cost(each.outcome)):
        if each.never_pays is None:
            by_platform.setdefault(each.plan.platform, []).append(each)
    return by_platform


def _elsewhere(
    here: str, plans: dict[str, list[PlanSizing]], on_demand: dict[str, Base]
) -> list[list[OfferOutcome]]:
    """The other platforms, cheapest first, each as buying there on demand and by its best plan."""
    names = dict.fromkeys([*on_demand, *plans])
    ways = [
        [*([on_demand[name].outcome] if name in on_demand else []), *_best(plans.get(name, []))]
        for name in names
        if name != here
    ]
    return sorted(ways, key=lambda each: min(map(by_cost, each)))[:MOST_ELSEWHERE]


def _best(plans: list[PlanSizing]) -> list[OfferOutcome]:
    return [each.outcome for each in plans[:1]]


def _offers(
    mine: Sequence[PlanSizing], others: list[list[OfferOutcome]], futures: Futures
) -> Iterator[tuple[Offer, tuple[OfferOutcome, OfferOutcome]]]:
    """Every mix at the sizes that cost least, and what it is made of."""
    for number, plan in enumerate(mine):
        alone = plan.outcome.offer
        for there in (way for ways in others for way in ways):
            if there.offer.plan is not None and number:
                continue  # two plans together: only the best of each platform
            offer = _sized(replace(alone, top_up=None, elsewhere=there.offer), futures)
            if offer is not None:
                yield offer, (plan.outcome, there)


def _sized(offer: Offer, futures: Futures) -> Offer | None:
    """A mix with its numbers: there for what is short here, then here again. None: no mix."""
    there = offer.elsewhere
    if there is not None and there.plan is not None:
        there = there.of(_units_there(offer, there, futures))
        if not there.units:
            return None
    mixed = replace(offer, elsewhere=there)
    units = search_units(mixed, futures).units
    return mixed.of(units) if units else None


def _units_there(offer: Offer, there: Offer, futures: Futures) -> float:
    few = futures.first(SEARCH_PATHS)
    rate = rerated(offer, few)
    short = run_offer(replace(offer, elsewhere=None), few).short
    return cheapest(there, short if rate is None else short * rate, few.horizon).units
