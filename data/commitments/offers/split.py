"""The work divided by model: what has a rate elsewhere goes there, the rest stays.

Each part is bought in its own best way; both meet the same futures, so their costs add up path by
path.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from data.commitments.demand.weekly import MOST_UNRATED
from data.commitments.offers.outcome import by_cost
from data.commitments.offers.plan_sizing import outcome_of, size_plan
from data.commitments.offers.sellers import base_of, sellers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from data.commitments.demand.weekly import WeeklyDemand
    from data.commitments.futures.forecast import Futures
    from data.commitments.offers.as_you_go import AsYouGo
    from data.commitments.offers.outcome import OfferOutcome
    from data.commitments.offers.plan_sizing import Base
    from data.commitments.terms.packs import PackTerms
    from data.commitments.terms.plan import PlanTerms
    from data.commitments.terms.platform import Platform


@dataclass(frozen=True)
class Share:
    """Some of the work, and the platform that it is bought from."""

    platform: str
    work: str
    """What it is, in a few words."""
    demand: WeeklyDemand
    """In the platform's credits, under a name of its own."""
    calls: AsYouGo | None = None
    """The same, each call paid for by itself; None where that is not known."""

    @property
    def is_rated(self) -> bool:
        """Whether it is known what all of it takes in credits, but for `MOST_UNRATED`."""
        return self.demand.unrated_share <= MOST_UNRATED

    @property
    def demands(self) -> tuple[WeeklyDemand, ...]:
        """In credits, and in money where its calls have a price."""
        by_call = () if self.calls is None or self.calls.unknown else (self.calls.demand,)
        return tuple(dict.fromkeys((self.demand, *by_call)))


@dataclass(frozen=True)
class Split:
    """What stays, and what goes to another platform."""

    stays: Share
    goes: Share

    @property
    def parts(self) -> tuple[Share, Share]:
        """Both."""
        return self.stays, self.goes


@dataclass(frozen=True)
class OnSale:
    """Everything that can be bought in one currency."""

    plans: Sequence[PlanTerms]
    platforms: Sequence[Platform]
    currency: str

    def to(self, part: Share) -> OnSale:
        """What pays for a part, its platform called as the part's demand is."""
        name = part.demand.platform
        plans = [
            plan.model_copy(
                update={"platform": name, "platform_title": plan.platform_title or plan.platform}
            )
            for plan in self.plans
            if plan.platform == part.platform and plan.currency == self.currency
        ]
        platforms = [
            replace(each, name=name).priced_in(self.currency)
            for each in self.platforms
            if each.name == part.platform
        ]
        return replace(self, plans=plans, platforms=platforms)

    @property
    def packs(self) -> tuple[PackTerms, ...]:
        """What is sold of it without a plan."""
        sold = sellers(self.plans, self.platforms)
        return tuple(pack for packs in sold.values() for pack in packs)


def split_outcomes(
    splits: Iterable[Split],
    sale: OnSale,
    futures: Futures,
    whole: Sequence[OfferOutcome],
    base: Base | None,
) -> list[OfferOutcome]:
    """Each split at its best, where that beats buying all of the work in the best single way."""
    found = []
    for split in splits:
        stays, goes = (_best(sale, part, futures) for part in split.parts)
        if stays is None or goes is None:
            continue
        parts = (
            replace(stays.offer, work=split.stays.work),
            replace(goes.offer, work=split.goes.work),
        )
        # What binds is said first, then what is bought in credits: those an answer counts are its.
        first, second = sorted(parts, key=lambda each: (not each.is_commitment, each.bills_calls))
        outcome = outcome_of(replace(first, beside=second), futures, base)
        if all(by_cost(outcome) < by_cost(each) for each in whole):
            found.append(outcome)
    return found


def _best(sale: OnSale, part: Share, futures: Futures) -> OfferOutcome | None:
    """The cheapest plan or way to buy on demand or call by call that gets the part done."""
    ways = []
    if part.calls is not None and not part.calls.unknown:
        ways.append(outcome_of(part.calls.offer(sale.currency), futures, None))
    if part.is_rated:
        ways += _in_credits(sale.to(part), futures)
    return min((each for each in ways if each.covers), key=by_cost, default=None)


def _in_credits(sale: OnSale, futures: Futures) -> Iterator[OfferOutcome]:
    sold = sellers(sale.plans, sale.platforms)
    bases = [base_of(seller, packs, futures) for seller, packs in sold.items()]
    base = next(iter(bases), None)
    sized = (size_plan(plan, futures, base, base) for plan in sale.plans)
    yield from (each.outcome for each in sized if each.never_pays is None)
    if base:
        yield base.outcome
