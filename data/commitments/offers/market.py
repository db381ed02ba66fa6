"""Everything on offer, sized: plans, buying on demand, and a plan here with the rest elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from data.commitments.demand.weekly import MOST_UNRATED
from data.commitments.offers.mixes import mixes
from data.commitments.offers.outcome import by_cost
from data.commitments.offers.plan_sizing import Base, PlanSizing, size_plan
from data.commitments.offers.sellers import base_of, sellers
from data.commitments.offers.split import split_outcomes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from data.commitments.demand.weekly import WeeklyDemand
    from data.commitments.futures.forecast import Futures
    from data.commitments.offers.outcome import OfferOutcome
    from data.commitments.offers.split import OnSale, Split
    from data.commitments.progress import Parts
    from data.commitments.terms.files import Platform
    from data.commitments.terms.offer import Offer
    from data.commitments.terms.packs import PackTerms
    from data.commitments.terms.plan import PlanTerms


@dataclass(frozen=True)
class LeftOut:
    """A plan, or the packs of a platform, that were not sized, and why."""

    title: str
    reason: str


@dataclass(frozen=True)
class Market:
    """What was sized, each list with the cheapest mean first."""

    plans: tuple[PlanSizing, ...]
    on_demand: tuple[OfferOutcome, ...]
    mixes: tuple[OfferOutcome, ...]
    left_out: tuple[LeftOut, ...]
    packs: Mapping[str, tuple[PackTerms, ...]]
    bases: tuple[Base, ...]

    @classmethod
    def sized(
        cls,
        plans: Sequence[PlanTerms],
        platforms: Sequence[Platform],
        demands: Mapping[str, WeeklyDemand],
        futures: Futures,
        currency: str,
        parts: Parts,
    ) -> Market:
        """Size every plan whose platform has a demand and whose price is in the currency."""
        reason = partial(_why_not, demands, currency)
        kept = [plan for plan in plans if reason(plan.platform, plan.currency) is None]
        rated = [each for each in platforms if reason(each.name, each.currency) is None]
        sold = sellers(kept, rated)
        bases = {seller.platform: base_of(seller, packs, futures) for seller, packs in sold.items()}
        sized = []
        parts.total += len(kept) + len({plan.platform for plan in kept})
        for plan in kept:
            parts.begin(plan.title)
            sized.append(size_plan(plan, futures, bases.get(plan.platform)))
        found = [base for base in bases.values() if base is not None]
        return cls(
            plans=tuple(sorted(sized, key=lambda each: by_cost(each.outcome))),
            on_demand=_cheapest_first([base.outcome for base in found]),
            mixes=mixes(sized, found, futures, parts),
            left_out=_left_out(plans, platforms, reason),
            packs={seller.platform: packs for seller, packs in sold.items()},
            bases=tuple(found),
        )

    def with_splits(
        self, splits: Sequence[Split], sale: OnSale, futures: Futures, parts: Parts
    ) -> Market:
        """The same with work split by model over two platforms, where that is cheapest."""
        if not splits:
            return self
        parts.begin("the work split by model")
        here = splits[0].stays.platform
        own = (base for base in self.bases if base.outcome.offer.seller.platform == here)
        base = next(own, next(iter(self.bases), None))
        found = split_outcomes(splits, sale, futures, self.candidates, base)
        return replace(self, mixes=_cheapest_first([*self.mixes, *found]))

    @property
    def candidates(self) -> tuple[OfferOutcome, ...]:
        """What may be recommended: no plan whose credits cannot pay for themselves."""
        plans = (each.outcome for each in self.plans if each.never_pays is None)
        return (*self.on_demand, *plans, *self.mixes)

    def cheapest_offers(self, n: int) -> tuple[Offer, ...]:
        """Buying on demand, the cheapest plans and mixes: what a changed assumption may favour."""
        plans = [each.outcome.offer for each in self.plans if each.never_pays is None]
        mixes = [each.offer for each in self.mixes]
        return (*(each.offer for each in self.on_demand[:n]), *plans[:n], *mixes[:n])

    def plans_of(self, platform: str) -> tuple[PlanTerms, ...]:
        """The sized plans of one platform."""
        return tuple(each.plan for each in self.plans if each.plan.platform == platform)

    def packs_of(self, platform: str) -> tuple[PackTerms, ...]:
        """The packs of one platform, trials included."""
        return self.packs.get(platform, ())


def _left_out(
    plans: Sequence[PlanTerms], platforms: Sequence[Platform], reason: Callable[..., str | None]
) -> tuple[LeftOut, ...]:
    """The plans that cannot be sized, and the platforms without a plan whose packs cannot."""
    with_plans = {plan.platform for plan in plans}
    packs_only = [each for each in platforms if each.packs and each.name not in with_plans]
    sold = [(plan.title, reason(plan.platform, plan.currency)) for plan in plans]
    sold += [(f"{each.title} packs", reason(each.name, each.currency)) for each in packs_only]
    return tuple(LeftOut(title, why) for title, why in sold if why is not None)


def _why_not(
    demands: Mapping[str, WeeklyDemand], currency: str, platform: str, priced_in: str
) -> str | None:
    """Why nothing that a platform sells can be sized; None where it can."""
    demand = demands.get(platform)
    if priced_in != currency:
        return f"its price is in {priced_in}; give it in {currency}"
    if demand is None:
        return f"no demand in the credits of {platform}: say which of its models does the work"
    if not demand.weeks:
        return f"no complete week of demand in the credits of {platform}"
    if demand.unrated_share > MOST_UNRATED:
        unrated = f"{demand.unrated_attempts:,} of {demand.logged_attempts:,} attempts"
        return (
            f"{unrated} have no rate in the credits of {platform}: say which of its models does "
            f"that work"
        )
    return None


def _cheapest_first(outcomes: Sequence[OfferOutcome]) -> tuple[OfferOutcome, ...]:
    return tuple(sorted(outcomes, key=by_cost))
