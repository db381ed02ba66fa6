"""Everything on offer, sized: plans, buying on demand, and a plan here with the rest elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from data.commitments.offer import Offer, Seller, TopUp
from data.commitments.plan_sizing import (
    Base,
    PlanSizing,
    on_demand,
    outcome_of,
    search_units,
    size_plan,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from decimal import Decimal

    from data.commitments.demand import WeeklyDemand
    from data.commitments.forecast import Futures
    from data.commitments.outcome import Outcome
    from data.commitments.pack_terms import PackTerms
    from data.commitments.plan_files import Platform
    from data.plan_terms import PlanTerms

    Progress = Callable[[int, int, str], None]

MOST_MIXED = 3
"""The plans of each platform, cheapest first, that are also tried with the rest elsewhere."""


MOST_UNRATED = 0.05
"""Where more of the work than this has no rate, the rest would only look cheap."""


@dataclass(frozen=True)
class LeftOut:
    """A plan that was not sized, and why."""

    title: str
    reason: str


@dataclass(frozen=True)
class Market:
    """What was sized, each list with the cheapest mean first."""

    plans: tuple[PlanSizing, ...]
    on_demand: tuple[Outcome, ...]
    mixes: tuple[Outcome, ...]
    left_out: tuple[LeftOut, ...]
    packs: Mapping[str, tuple[PackTerms, ...]]
    progress: Progress | None = None

    @classmethod
    def sized(
        cls,
        plans: Sequence[PlanTerms],
        platforms: Sequence[Platform],
        demands: Mapping[str, WeeklyDemand],
        futures: Futures,
        currency: str,
        progress: Progress | None,
    ) -> Market:
        """Size every plan whose platform has a demand and whose price is in the currency."""
        reasons = {id(plan): _why_not(plan, demands, currency) for plan in plans}
        kept = [plan for plan in plans if reasons[id(plan)] is None]
        rated = [each for each in platforms if _is_rated(each, demands, currency)]
        sellers = _sellers(kept, rated)
        packs = {seller.platform: packs for seller, packs in sellers.items()}
        bases = {
            seller.platform: _base(seller, packs[seller.platform], futures) for seller in sellers
        }
        sized = []
        for number, plan in enumerate(kept):
            if progress:
                progress(number, len(kept), plan.title)
            sized.append(size_plan(plan, futures, bases.get(plan.platform)))
        if progress:
            progress(len(kept), len(kept), "mixes")
        found = [base for base in bases.values() if base is not None]
        left_out = [LeftOut(p.title, why) for p in plans if (why := reasons[id(p)]) is not None]
        return cls(
            plans=tuple(sorted(sized, key=lambda each: _by_cost(each.outcome))),
            on_demand=_cheapest_first([base.outcome for base in found]),
            mixes=_mixes(sized, found, futures),
            left_out=tuple(left_out),
            packs=packs,
            progress=progress,
        )

    @property
    def candidates(self) -> tuple[Outcome, ...]:
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

    def tell(self, done: int, of: int, what: str) -> None:
        """Report progress, where somebody listens."""
        if self.progress:
            self.progress(done, of, what)


def _why_not(plan: PlanTerms, demands: Mapping[str, WeeklyDemand], currency: str) -> str | None:
    demand = demands.get(plan.platform)
    if plan.currency != currency:
        return f"its price is in {plan.currency}; give it in {currency}"
    if demand is None:
        return f"no demand in the credits of {plan.platform}: say which of its models does the work"
    if not demand.weeks:
        return f"no complete week of demand in the credits of {plan.platform}"
    if demand.unrated_share > MOST_UNRATED:
        unrated = f"{demand.unrated_attempts:,} of {demand.logged_attempts:,} attempts"
        return (
            f"{unrated} have no rate in the credits of {plan.platform}: say which of its models "
            f"does that work"
        )
    return None


def _is_rated(platform: Platform, demands: Mapping[str, WeeklyDemand], currency: str) -> bool:
    demand = demands.get(platform.name)
    rated = demand is not None and demand.weeks and demand.unrated_share <= MOST_UNRATED
    return bool(rated) and platform.currency == currency


def _sellers(
    plans: Sequence[PlanTerms], platforms: Sequence[Platform]
) -> dict[Seller, tuple[PackTerms, ...]]:
    """Who sells what without a plan: the plans' own packs and those of the platforms named."""
    sold: dict[Seller, dict[str, PackTerms]] = {}
    named: dict[str, Seller] = {}
    for plan in plans:
        seller = named.setdefault(plan.platform, Seller.of_plan(plan))
        sold.setdefault(seller, {}).update({pack.name: pack for pack in plan.packs})
    for platform in platforms:
        seller = named.setdefault(platform.name, Seller.of_platform(platform))
        sold.setdefault(seller, {}).update({pack.name: pack for pack in platform.packs})
    return {seller: tuple(packs.values()) for seller, packs in sold.items()}


def _base(seller: Seller, packs: Sequence[PackTerms], futures: Futures) -> Base | None:
    return on_demand(seller, [TopUp.of_pack(pack) for pack in packs if not pack.trial], futures)


def _mixes(
    sized: Sequence[PlanSizing], bases: Sequence[Base], futures: Futures
) -> tuple[Outcome, ...]:
    """Plans with the rest bought on demand at another platform, where that beats the plan alone."""
    mixes: list[Outcome] = []
    for plan in _cheapest_plans([each for each in sized if each.never_pays is None]):
        own = next(
            (b for b in bases if b.outcome.offer.seller.platform == plan.plan.platform), None
        )
        for base in bases:
            if base is own:
                continue
            offer = replace(plan.outcome.offer, top_up=None, elsewhere=base.outcome.offer)
            units = search_units(offer, futures).units
            if units:
                mixed = outcome_of(offer.of(units), futures, own or base)
                cheapest_alone = min(plan.outcome.cost.mean, base.outcome.cost.mean)
                if mixed.cost.mean < cheapest_alone or not plan.outcome.covers:
                    mixes.append(mixed)
    return _cheapest_first(mixes)


def _cheapest_plans(sized: Sequence[PlanSizing]) -> list[PlanSizing]:
    by_platform: dict[str, list[PlanSizing]] = {}
    for each in sorted(sized, key=lambda each: _by_cost(each.outcome)):
        by_platform.setdefault(each.plan.platform, []).append(each)
    return [each for plans in by_platform.values() for each in plans[:MOST_MIXED]]


def _cheapest_first(outcomes: Sequence[Outcome]) -> tuple[Outcome, ...]:
    return tuple(sorted(outcomes, key=_by_cost))


def _by_cost(outcome: Outcome) -> tuple[bool, Decimal]:
    """Sort by the mean cost; what leaves work undone comes last, however little it costs."""
    return not outcome.covers, outcome.cost.mean
