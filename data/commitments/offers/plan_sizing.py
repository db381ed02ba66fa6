"""One plan sized for one team: how many subscriptions, topped up how, at what cost and risk."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

from data.commitments.futures.simulation import Run, simulate
from data.commitments.offers.closed_form import ClosedForm, closed_form
from data.commitments.offers.outcome import OfferOutcome, outcome
from data.commitments.offers.search import Cheapest, SizePoint, cheapest
from data.commitments.terms.offer import Offer, Seller, TopUp, top_ups

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from data.commitments.futures.forecast import Futures
    from data.commitments.terms.plan import PlanTerms

SEARCH_PATHS = 1_000
"""Futures that sizes are tried on; the best is then run through all of them."""
FAR_LESS = Decimal("0.9")
"""Of the cost on demand: a plan below it pays, whatever the prices per credit say."""


@dataclass(frozen=True)
class Base:
    """Buying on demand from one seller, and what it costs in every future."""

    outcome: OfferOutcome
    costs: NDArray[np.float64]

    @property
    def named(self) -> tuple[str, NDArray[np.float64]]:
        """Its name and its costs, as savings are measured against."""
        return self.outcome.title, self.costs


@dataclass(frozen=True)
class PlanSizing:
    """A plan at the number of subscriptions that costs least, one at least."""

    plan: PlanTerms
    outcome: OfferOutcome
    best_units: float
    """The number that costs least; 0 means: rather none of it."""
    curve: tuple[SizePoint, ...]
    """Every size that was tried."""
    closed_form: ClosedForm | None
    never_pays: str | None
    """Why its credits cannot pay for themselves, whatever is used; None where they can."""


def demand_for(seller: Seller, futures: Futures) -> NDArray[np.float64]:
    """Credits per path and step under a seller's terms."""
    return futures.credits(seller.platform, seller.charges_failed, seller.charges_blocked)


def run_offer(offer: Offer, futures: Futures, *, keep_balance: bool = False) -> Run:
    """Run an offer through all futures."""
    demand = demand_for(offer.seller, futures)
    there = rerated(offer, futures)
    run = simulate(
        offer, demand, futures.horizon, elsewhere_per_credit=there, keep_balance=keep_balance
    )
    return run if offer.beside is None else run.beside(run_offer(offer.beside, futures))


def rerated(offer: Offer, futures: Futures) -> NDArray[np.float64] | None:
    """What the work of one credit here takes elsewhere, per path and step; 0 without any work."""
    if offer.elsewhere is None:
        return None
    here = demand_for(offer.seller, futures)
    there = demand_for(offer.elsewhere.seller, futures)
    return np.divide(there, here, out=np.zeros_like(here), where=here > 0)


def search_units(offer: Offer, futures: Futures) -> Cheapest:
    """The number of subscriptions that costs least, tried on the first futures."""
    few = futures.first(SEARCH_PATHS)
    demand = demand_for(offer.seller, few)
    return cheapest(offer, demand, futures.horizon, rerated(offer, few))


def on_demand(seller: Seller, ways: Iterable[TopUp], futures: Futures) -> Base | None:
    """The cheapest way to buy from a seller without a plan; None where there is none."""
    offers = [Offer(seller, top_up=way) for way in ways if not way.needs_plan]
    if not offers:
        return None
    few = futures.first(SEARCH_PATHS)
    best = min(offers, key=lambda offer: run_offer(offer, few).cost.mean())
    return base_on(best, futures)


def base_on(offer: Offer, futures: Futures) -> Base:
    """An offer without a plan, for others to be held against."""
    run = run_offer(offer, futures)
    return Base(outcome(offer, run, futures.horizon, futures.assets), run.cost)


def size_plan(
    plan: PlanTerms, futures: Futures, base: Base | None, packs: Base | None = None
) -> PlanSizing:
    """Find the number and the top-up that cost least, and what that comes to.

    Savings are against the base; the plan must be worth more than the platform's own `packs`.
    """
    seller = Seller.of_plan(plan)
    offers = [Offer(seller, plan, top_up=way) for way in top_ups(plan)] or [Offer(seller, plan)]
    searched = [(offer, search_units(offer, futures)) for offer in offers]
    offer, found = min(searched, key=lambda pair: pair[1].best_bought.cost_mean)
    bought = offer.of(found.best_bought.units)
    needs_plan = offer.top_up is not None and offer.top_up.needs_plan
    demand, units = demand_for(seller, futures), max(1, round(found.best_bought.units))
    form = closed_form(plan, offer, demand, futures.horizon, units)
    sized = outcome_of(bought, futures, base)
    return PlanSizing(
        plan=plan,
        outcome=sized,
        best_units=found.units,
        curve=found.curve,
        closed_form=form,
        never_pays=_never_pays(form, sized, packs) if packs and not needs_plan else None,
    )


def outcome_of(offer: Offer, futures: Futures, base: Base | None) -> OfferOutcome:
    """An offer as bought, in every future."""
    run = run_offer(offer, futures)
    named = base.named if base else None
    return outcome(offer, run, futures.horizon, futures.assets, named)


def _never_pays(form: ClosedForm | None, sized: OfferOutcome, base: Base) -> str | None:
    """Not where buying on demand costs far more all the same: whole packs that end unused."""
    if form is None or form.fractile > 0:
        return None
    if sized.cost.mean < FAR_LESS * base.outcome.cost.mean:
        return None
    relation = "as much as" if form.fractile == 0 else "more than"
    return f"its credits cost {relation} topping up, all of them used"
