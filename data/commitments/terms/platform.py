"""What one platform sells: what the book says of it, and what quotes add to that."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

from data.commitments.terms.packs import PackTerms
from data.commitments.terms.plan import PlanTerms

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from decimal import Decimal

    from data.commitments.terms.amounts import Charged
    from data.commitments.terms.packs import CreditRate
    from data.pricing.currencies import RateInForce

Sold = TypeVar("Sold", PlanTerms, PackTerms)
USUAL_CREDIT = "credit"


@dataclass(frozen=True)
class Platform:
    """What one platform sells and takes: plans with their packs, all packs, credits per unit."""

    name: str
    title: str
    credit: str
    currency: str
    credit_list_price: Decimal | None
    """Money for one credit at list: what turns a list cost into credits."""
    charges_failed: Charged
    charges_blocked: Charged
    listed: tuple[PlanTerms, ...] = ()
    """Plans of the book."""
    packs: tuple[PackTerms, ...] = ()
    rates: tuple[CreditRate, ...] = ()
    quoted: tuple[PlanTerms, ...] = ()
    """Plans that somebody was offered."""

    @classmethod
    def quoting(cls, quote: PlanTerms) -> Platform:
        """A quote that was typed in, as a file with that plan, its packs and rates would say it."""
        return cls(
            name=quote.platform,
            title=quote.platform_title or quote.platform,
            credit=quote.credit,
            currency=quote.currency,
            credit_list_price=None,
            charges_failed=quote.charges_failed,
            charges_blocked=quote.charges_blocked,
            packs=tuple(
                pack.model_copy(update={"currency": quote.currency}) for pack in quote.packs
            ),
            rates=quote.rates,
            quoted=(quote.model_copy(update={"packs": (), "rates": ()}),),
        )

    @property
    def plans(self) -> tuple[PlanTerms, ...]:
        """All plans, whether they can still be bought or not."""
        return (*self.listed, *self.quoted)

    def plans_sold(self, on: date) -> tuple[PlanTerms, ...]:
        """Those that can be bought on a day; a quote takes the place of its namesake."""
        quoted = [plan for plan in self.quoted if plan.in_force(on)]
        names = {plan.name for plan in quoted}
        listed = [plan for plan in self.listed if plan.in_force(on) and plan.name not in names]
        return (*listed, *quoted)

    def as_quote(self) -> Platform:
        """The same, its plans as quotes."""
        return replace(self, listed=(), quoted=self.plans)

    def joined(self, quote: Platform) -> Platform:
        """With what a quote adds.

        Its packs and rates take the place of those of the same name, a rate without a variant that
        of all of its model's; what it leaves open (title, name of a credit, who bills a failure) is
        as here. Plans here keep their own terms.
        """
        packs = {pack.name: pack for pack in (*self.packs, *quote.packs)}
        priced = quote if quote.credit_list_price is not None else self
        return replace(
            self,
            currency=priced.currency,
            credit_list_price=priced.credit_list_price,
            listed=(*self.listed, *quote.listed),
            packs=tuple(packs.values()),
            rates=(*quote.rates, *self._rates_beside(quote)),
            quoted=(*self.quoted, *(self._completed(plan) for plan in quote.quoted)),
        )

    def _rates_beside(self, quote: Platform) -> Iterator[CreditRate]:
        said = {rate.key for rate in quote.rates}
        any_variant = {rate.key[0] for rate in quote.rates if not rate.variant}
        by_default = {rate.key[0] for rate in quote.rates if rate.default}
        for rate in self.rates:
            model = rate.key[0]
            if model not in any_variant and rate.key not in said:
                default = rate.default and model not in by_default
                yield rate.model_copy(update={"default": default})

    def with_packs_sold(self) -> Platform:
        """Every plan with the packs that are sold to it, before those of its own."""
        return replace(
            self,
            listed=tuple(self._with_packs(plan) for plan in self.listed),
            quoted=tuple(self._with_packs(plan) for plan in self.quoted),
        )

    def in_currency(self, rates: Mapping[str, RateInForce]) -> Platform:
        """Everything that is sold converted whose currency has a rate.

        Not the list price of a credit: list money of the past is told in credits by rates of then.
        """
        return replace(
            self,
            listed=tuple(_plan_in_currency(plan, rates) for plan in self.listed),
            quoted=tuple(_plan_in_currency(plan, rates) for plan in self.quoted),
            packs=tuple(_in_currency(pack, rates) for pack in self.packs),
        )

    def priced_in(self, currency: str) -> Platform:
        """Only what it sells in one currency."""
        packs = tuple(pack for pack in self.packs if pack.currency == currency)
        return replace(self, currency=currency, packs=packs)

    def _completed(self, plan: PlanTerms) -> PlanTerms:
        open_terms: dict[str, Any] = {"platform_title": self.title}
        if plan.credit == USUAL_CREDIT:
            open_terms["credit"] = self.credit
        if plan.charges_failed == "unknown":
            open_terms["charges_failed"] = self.charges_failed
        if plan.charges_blocked == "unknown":
            open_terms["charges_blocked"] = self.charges_blocked
        return plan.model_copy(update=open_terms)

    def _with_packs(self, plan: PlanTerms) -> PlanTerms:
        sold = [
            pack
            for pack in self.packs
            if pack.currency == plan.currency
            and (not pack.for_plans or plan.name in pack.for_plans)
        ]
        return plan.model_copy(update={"packs": (*sold, *plan.packs)})


def _in_currency(sold: Sold, rates: Mapping[str, RateInForce]) -> Sold:
    at = rates.get(sold.currency or "")
    return sold if at is None else sold.in_currency(at)


def _plan_in_currency(plan: PlanTerms, rates: Mapping[str, RateInForce]) -> PlanTerms:
    """Its own packs first: each may be priced in a currency of its own."""
    packs = tuple(_in_currency(pack, rates) for pack in plan.packs)
    return _in_currency(plan.model_copy(update={"packs": packs}), rates)
