"""What a platform asks for credits by the month or the year, and what it does with those left over.

The same models read the shipped `plans/*.toml` and a quote that someone typed in. A month is the
time to the same day of the next month, a year twelve of them.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, Self

from pydantic import Field, ValidationError, model_validator

from data.commitments.terms.amounts import (
    MONTHS_PER,
    Amount,
    BurnOrderName,
    ChargedName,
    Credits,
    LifeDays,
    Months,
    SpanName,
)
from data.commitments.terms.contract import Contract
from data.commitments.terms.packs import CreditRate, PackTerms, rate_twins
from data.errors import SettingsError, validation_sentence
from data.pricing.entry import Fact, Line, PlainDate

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from data.pricing.currencies import RateInForce


class VolumeStep(Fact):
    """From so many subscriptions on, each of them costs `price` per billing period."""

    from_units: Annotated[int, Field(ge=2)]
    price: Amount


class PlanTerms(Contract):
    """One plan under one way of paying, in force in [valid_from, valid_to).

    `price` is money per `billing` period for one subscription, `credits` come once per `grants`
    period. They last until the next ones come, or `rollover_months` longer (at most `rollover_cap`
    of them), or `expires_after_days`, or with `never_lapses` for ever.
    """

    platform: Line
    platform_title: Line | None = None
    name: Line
    credit: Line = "credit"
    """What one unit of the platform's own currency is called."""
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")] = "USD"
    billing: SpanName = "month"
    price: Amount
    grants: SpanName = "month"
    credits: Credits
    rollover_months: Months = 0
    rollover_cap: Amount | None = None
    """Credits, per subscription, that may be carried into the next period."""
    expires_after_days: LifeDays = None
    never_lapses: bool = False
    annual_discount: Annotated[Amount | None, Field(lt=1)] = None
    """What paying for a year at once takes off: 0.20 is a fifth."""
    annual_price_per_month: Amount | None = None
    annual_grants: SpanName = "month"
    """How often credits come when paid by the year."""
    packs: tuple[PackTerms, ...] = ()
    rates: tuple[CreditRate, ...] = ()
    """What the platform's models take, where the quote says so: they count for all of its plans."""
    volume_steps: tuple[VolumeStep, ...] = ()
    most_units: Annotated[int | None, Field(ge=1)] = None
    """How many subscriptions one team can hold and use together; without it, any number."""
    divisible: bool = False
    """Any amount can be had at this price per credit."""
    burn_order: BurnOrderName = "plan_first"
    concurrency: Annotated[int | None, Field(ge=1)] = None
    """Generations that may run at once; without it, no limit or none stated."""
    charges_failed: ChargedName = "unknown"
    charges_blocked: ChargedName = "unknown"
    valid_from: PlainDate | None = None
    valid_to: PlainDate | None = None

    @model_validator(mode="after")
    def _holds_together(self) -> PlanTerms:
        if self.valid_from and self.valid_to and self.valid_to <= self.valid_from:
            raise ValueError(f"valid_to {self.valid_to} is not after valid_from {self.valid_from}")
        if self.annual_discount is not None and self.annual_price_per_month is not None:
            raise ValueError("say annual_discount or annual_price_per_month, not both")
        if self.billing == "year" and (self.is_also_annual or self.grants_exceed_billing):
            raise ValueError("billing is by the year already; annual_discount is for monthly plans")
        if self.grants_exceed_billing:
            raise ValueError("grants by the year need billing by the year")
        lasting = [self.rollover_months > 0, self.expires_after_days, self.never_lapses]
        if sum(map(bool, lasting)) > 1:
            raise ValueError("say one of rollover_months, expires_after_days, never_lapses")
        if self.rollover_cap is not None and not (self.rollover_months or self.never_lapses):
            raise ValueError("rollover_cap needs rollover_months (or never_lapses)")
        steps = [step.from_units for step in self.volume_steps]
        if steps != sorted(set(steps)):
            raise ValueError("volume_steps must rise in from_units, each once")
        for twin in rate_twins(self.rates):
            raise ValueError(twin)
        return self

    @property
    def is_also_annual(self) -> bool:
        """Whether the same plan can be paid for a year at once."""
        return self.annual_discount is not None or self.annual_price_per_month is not None

    @property
    def grants_exceed_billing(self) -> bool:
        """Whether credits would come for longer than is paid for."""
        return MONTHS_PER[self.grants] > MONTHS_PER[self.billing]

    @property
    def title(self) -> str:
        """The plan in a few words: platform, name, how it is paid."""
        paid = ", paid by the year" if self.billing == "year" else ""
        return f"{self.platform_title or self.platform} {self.name}{paid}"

    @property
    def price_per_credit(self) -> Decimal:
        """Money for one credit of a single subscription, all of them used."""
        return self.price_per_credit_of(1)

    def price_per_credit_of(self, units: int) -> Decimal:
        """Money for one credit of so many subscriptions, all of them used; volume steps counted."""
        credits_ = self.credits * MONTHS_PER[self.billing] / MONTHS_PER[self.grants]
        return self.price_of(units) / (units * credits_)

    @property
    def lapses_each_grant(self) -> bool:
        """Whether credits left over are gone when the next ones come: the newsvendor's case."""
        return not (self.rollover_months or self.never_lapses or self.expires_after_days)

    def price_of(self, units: int) -> Decimal:
        """Money per billing period for so many subscriptions, volume steps and seats counted."""
        reached = [step.price for step in self.volume_steps if step.from_units <= units]
        return (reached[-1] if reached else self.price) * units + self.seat_cost(units)

    def price_of_any(self, units: float) -> Decimal:
        """The same for a size that need not be whole."""
        if self.divisible:
            return self.price * Decimal(repr(float(units))) + self.seat_cost(units)
        return self.price_of(int(units))

    def in_force(self, on: date) -> bool:
        """Whether it can be bought on that day."""
        started = self.valid_from is None or self.valid_from <= on
        return started and (self.valid_to is None or on < self.valid_to)

    def in_currency(self, at: RateInForce) -> Self:
        """The same plan and its own packs, all of its money converted."""
        fields = ("price", "annual_price_per_month", "overage_price", "seat_price")
        stated = {name: getattr(self, name) for name in fields}
        money: dict[str, Any] = {
            name: amount * at.rate for name, amount in stated.items() if amount is not None
        }
        money["volume_steps"] = tuple(
            step.model_copy(update={"price": step.price * at.rate}) for step in self.volume_steps
        )
        own = {None, at.currency}
        money["packs"] = tuple(
            pack.in_currency(at) if pack.currency in own else pack for pack in self.packs
        )
        return self._with_money(at, money)

    def ways_to_pay(self) -> tuple[PlanTerms, ...]:
        """The plan as written and, where it has one, its annual form as a plan of its own."""
        if not self.is_also_annual:
            return (self,)
        without = {"annual_discount": None, "annual_price_per_month": None}
        share = 1 - (self.annual_discount or 0)
        by_month = self.annual_price_per_month
        steps = () if by_month is not None else self.volume_steps
        annual: dict[str, Any] = {
            "billing": "year",
            "price": 12 * (self.price * share if by_month is None else by_month),
            "volume_steps": tuple(
                VolumeStep(from_units=step.from_units, price=12 * step.price * share)
                for step in steps
            ),
        }
        if self.seat_price is not None:
            annual["seat_price"] = 12 * self.seat_price * share
        if self.annual_grants == "year":
            annual |= {"grants": "year", "credits": 12 * self.credits}
            annual |= {"rollover_months": 0, "rollover_cap": None}
        return self.model_copy(update=without), self.model_copy(update=without | annual)


def read_quote(fields: Mapping[str, Any]) -> PlanTerms:
    """A quote as someone typed it. Raises SettingsError naming the fields that do not hold."""
    try:
        return PlanTerms.model_validate(dict(fields))
    except ValidationError as error:
        name = fields.get("name") or "this quote"
        raise SettingsError(f"{name}: {validation_sentence(error)}.") from error
