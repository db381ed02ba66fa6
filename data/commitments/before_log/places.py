"""Where the work of a named model can be bought, and what one attempt takes there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.commitments.before_log.named_model import (
    NamedModel,
    Takes,
    channels_pricing,
    credits_taken,
    money_taken,
)
from data.commitments.offers.left_out import LeftOut, not_compared
from data.commitments.offers.sellers import sellers
from data.commitments.terms.offer import Offer, Seller, TopUp, top_ups

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from data.commitments.terms.book import PlanBook
    from data.commitments.terms.packs import PackTerms
    from data.commitments.terms.plan import PlanTerms
    from data.commitments.terms.platform import Platform
    from data.pricing.book import PriceBook


@dataclass(frozen=True)
class Place:
    """A platform that sells credits, or a channel that bills each call by itself."""

    model: NamedModel
    seller: Seller
    takes: Takes
    plans: tuple[PlanTerms, ...] = ()
    """Each in each way it can be paid."""
    packs: tuple[PackTerms, ...] = ()

    @property
    def bills_each_call(self) -> bool:
        """Whether there are no credits: an attempt takes money."""
        return self.seller.credit == self.seller.currency

    def offers(self) -> Iterator[tuple[Offer, ...]]:
        """Everything that can be bought, in each way its shortfalls can be topped up."""
        if self.bills_each_call:
            yield (Offer(self.seller, top_up=TopUp.as_you_go()),)
        ways = [TopUp.of_pack(pack) for pack in self.packs if not pack.trial]
        packs = tuple(Offer(self.seller, top_up=way) for way in ways if not way.needs_plan)
        if packs:
            yield packs
        for plan in self.plans:
            bare = Offer(self.seller, plan, units=1)
            yield tuple(Offer(self.seller, plan, 1, way) for way in top_ups(plan)) or (bare,)


@dataclass(frozen=True)
class Market:
    """All places, and what is on offer but was left out."""

    places: tuple[Place, ...]
    left_out: tuple[LeftOut, ...]
    currency: str


def market_of(
    models: Sequence[NamedModel],
    platforms: Sequence[Platform],
    plans: PlanBook,
    prices: PriceBook,
    on: date,
    currency: str,
) -> Market:
    """Every place that does the work of a model and whose rate for it is known.

    In the currency of the first platform, else in the one given. Raises QuestionError where the
    length of a clip is missing.
    """
    asked = [(model, each) for model in models for each in platforms]
    found = [(model, each, credits_taken(model, each, prices, on)) for model, each in asked]
    rated = [(m, each, takes) for m, each, takes in found if isinstance(takes, Takes)]
    left = [
        LeftOut(f"{model.title} on {each.title}", takes)
        for model, each, takes in found
        if isinstance(takes, str)
    ]
    currency = rated[0][1].currency if rated else currency
    places = [
        _place(model, takes, each.priced_in(currency), plans.plans(on, [each.name]))
        for model, each, takes in rated
    ]
    for _, each, _ in rated:
        left += _unsold(each, plans, on, currency)
    for model in models:
        for channel in channels_pricing(model, prices, on):
            title = plans.platforms[channel].title if channel in plans.platforms else channel
            money = money_taken(model, channel, prices, on, currency)
            if isinstance(money, str):
                left.append(LeftOut(f"{model.title} at {title}, pay as you go", money))
                continue
            seller = Seller.as_you_go(f"{channel}, pay as you go", title, currency)
            places.append(Place(model, seller, money))
    return Market(tuple(places), tuple(dict.fromkeys(left)), currency)


def _place(
    model: NamedModel,
    takes: Takes,
    priced: Platform,
    plans: Sequence[PlanTerms],
) -> Place:
    kept = [plan for plan in plans if plan.currency == priced.currency]
    ((seller, packs), *_) = sellers(kept, [priced]).items()
    return Place(model, seller, takes, tuple(kept), packs)


def _unsold(platform: Platform, plans: PlanBook, on: date, currency: str) -> Iterator[LeftOut]:
    """What a platform has that cannot be compared, and why."""
    yield from not_compared(platform, on)
    for plan in plans.plans(on, [platform.name]):
        if plan.currency != currency:
            yield LeftOut(plan.title, f"its price is in {plan.currency}; give it in {currency}")
    for each in plans.incomplete:
        if each.platform == platform.name:
            yield LeftOut(each.title, each.missing)
