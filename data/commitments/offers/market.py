"""Everything on offer, sized: plans, buying on demand, and a plan here with the rest elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from data.commitments.offers.left_out import LeftOut, left_out, why_not
from data.commitments.offers.mixes import mixes
from data.commitments.offers.outcome import by_cost
from data.commitments.offers.plan_sizing import (
    Base,
    PlanSizing,
    base_on,
    outcome_of,
    size_plan,
)
from data.commitments.offers.sellers import base_of, sellers
from data.commitments.offers.split import split_outcomes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from data.commitments.demand.weekly import WeeklyDemand
    from data.commitments.futures.forecast import Futures
    from data.commitments.futures.in_hand import InHand
    from data.commitments.offers.as_you_go import AsYouGo
    from data.commitments.offers.outcome import OfferOutcome
    from data.commitments.offers.split import OnSale, Split
    from data.commitments.progress import Parts
    from data.commitments.terms.offer import Offer
    from data.commitments.terms.packs import PackTerms
    from data.commitments.terms.plan import PlanTerms
    from data.commitments.terms.platform import Platform


@dataclass(frozen=True)
class Market:
    """What was sized, each list with the cheapest mean first."""

    plans: tuple[PlanSizing, ...]
    as_you_go: OfferOutcome | None
    """Every call paid for by itself, at the price book: None where its prices are not known."""
    on_demand: tuple[OfferOutcome, ...]
    mixes: tuple[OfferOutcome, ...]
    left_out: tuple[LeftOut, ...]
    packs: Mapping[str, tuple[PackTerms, ...]]
    base: Base | None
    """What all savings are measured against: today's way."""
    as_you_go_there: tuple[OfferOutcome, ...] = ()
    """The same work paid for call by call on other channels."""
    unasked: tuple[OfferOutcome, ...] = ()
    """The same on channels that nobody asked about: compared, and never advised."""
    held: Mapping[str, InHand] = field(default_factory=dict)
    """Credits in hand, by platform."""

    @classmethod
    def sized(
        cls,
        plans: Sequence[PlanTerms],
        platforms: Sequence[Platform],
        demands: Mapping[str, WeeklyDemand],
        futures: Futures,
        currency: str,
        parts: Parts,
        as_you_go: AsYouGo | None = None,
    ) -> Market:
        """Size every plan whose platform has a demand and whose price is in the currency.

        The base is paying as you go; where that is not known, the packs of the first platform
        with a demand that sells some.
        """
        reason = partial(why_not, demands, currency)
        kept = [plan for plan in plans if reason(plan.platform, plan.currency) is None]
        rated = [
            each.priced_in(currency) for each in platforms if reason(each.name, currency) is None
        ]
        sold = sellers(kept, rated)
        found = {seller.platform: base_of(seller, packs, futures) for seller, packs in sold.items()}
        bases = {name: each for name, each in found.items() if each is not None}
        today = _today(as_you_go, futures, currency)
        base = today or next((bases[name] for name in demands if name in bases), None)
        sized = []
        parts.total += len(kept) + len({plan.platform for plan in kept})
        for plan in kept:
            parts.begin(plan.title)
            sized.append(size_plan(plan, futures, base, bases.get(plan.platform)))
        return cls(
            plans=tuple(sorted(sized, key=lambda each: by_cost(each.outcome))),
            as_you_go=today.outcome if today else None,
            on_demand=_cheapest_first([_against(base, each, futures) for each in bases.values()]),
            mixes=mixes(sized, tuple(bases.values()), base, futures, parts),
            left_out=left_out(plans, platforms, reason),
            packs={seller.platform: packs for seller, packs in sold.items()},
            base=base,
        )

    def with_splits(
        self, splits: Sequence[Split], sale: OnSale, futures: Futures, parts: Parts
    ) -> Market:
        """The same with work split by model over two platforms, where that is cheapest."""
        if not splits:
            return self
        parts.begin("the work split by model")
        found = split_outcomes(splits, sale, futures, self.candidates, self.base)
        parts_ = [part for split in splits for part in split.parts]
        packs = {part.demand.platform: sale.to(part).packs for part in parts_}
        mixes_ = _cheapest_first([*self.mixes, *found])
        return replace(self, mixes=mixes_, packs={**packs, **self.packs})

    def with_calls_there(self, calls: Sequence[AsYouGo], futures: Futures, currency: str) -> Market:
        """The same with paying call by call on other channels, where their prices are known."""
        sized = [
            (each.asked, outcome_of(each.offer(currency), futures, self.base))
            for each in calls
            if not each.unknown
        ]
        left = (LeftOut(each.offer(currency).title, each.unknown) for each in calls if each.unknown)
        return replace(
            self,
            as_you_go_there=_cheapest_first([each for asked, each in sized if asked]),
            unasked=_cheapest_first([each for asked, each in sized if not asked]),
            left_out=(*self.left_out, *left),
        )

    @property
    def candidates(self) -> tuple[OfferOutcome, ...]:
        """What may be recommended: no plan whose credits cannot pay for themselves."""
        plans = (each.outcome for each in self.plans if each.never_pays is None)
        return (*self._today, *self.as_you_go_there, *self.on_demand, *plans, *self.mixes)

    @property
    def is_alone(self) -> bool:
        """Whether there is but one thing to buy, in however many ways it can be paid."""
        plans = {(each.plan.platform, each.plan.name) for each in self.plans}
        calls = (*self._today, *self.as_you_go_there)
        return len(plans) + len(self.on_demand) + len(calls) < 2

    @property
    def _today(self) -> tuple[OfferOutcome, ...]:
        return () if self.as_you_go is None else (self.as_you_go,)

    def cheapest_offers(self, n: int) -> tuple[Offer, ...]:
        """Buying on demand, the cheapest plans and mixes: what a changed assumption may favour."""
        plans = [each.outcome.offer for each in self.plans if each.never_pays is None]
        mixes = [each.offer for each in self.mixes]
        calls = (*self._today, *self.as_you_go_there[:n])
        bought = [each.offer for each in (*calls, *self.on_demand[:n])]
        return (*bought, *plans[:n], *mixes[:n])

    def plans_of(self, platform: str) -> tuple[PlanTerms, ...]:
        """The sized plans of one platform."""
        return tuple(each.plan for each in self.plans if each.plan.platform == platform)

    def held_at(self, platform: str) -> InHand | None:
        """Credits of one platform that are in hand."""
        return self.held.get(platform)

    def packs_of(self, platform: str) -> tuple[PackTerms, ...]:
        """The packs of one platform, trials included."""
        return self.packs.get(platform, ())


def _today(as_you_go: AsYouGo | None, futures: Futures, currency: str) -> Base | None:
    if as_you_go is None or as_you_go.unknown:
        return None
    return base_on(as_you_go.offer(currency), futures)


def _against(base: Base | None, packs: Base, futures: Futures) -> OfferOutcome:
    """Buying on demand beside the base, unless it is that itself."""
    if base is None or base is packs:
        return packs.outcome
    return outcome_of(packs.outcome.offer, futures, base)


def _cheapest_first(outcomes: Sequence[OfferOutcome]) -> tuple[OfferOutcome, ...]:
    return tuple(sorted(outcomes, key=by_cost))
