"""What a platform sells beside its plans, and what its models take."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Annotated, Any, Self

from pydantic import Field

from data.commitments.terms.amounts import (  # noqa: TC001 - pydantic reads them at run time
    Amount,
    Credits,
    LifeDays,
    RateUnitName,
)
from data.pricing.currencies import RateInForce  # noqa: TC001 - pydantic reads it at run time
from data.pricing.entry import CertaintyName, Fact, Line, PlainDate, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from decimal import Decimal


class Stated(Fact):
    """Something a platform says: where it was read, when, and how sure that is."""

    source: Line = "typed in"
    checked_on: PlainDate | None = None
    certainty: CertaintyName = "high"
    note: Line | None = None


class Priced(Stated):
    """Something that is sold, its price as stated or converted from that."""

    converted_at: Annotated[RateInForce | None, Field(exclude=True)] = None
    """The rate that its money was converted by; None: it is as stated."""

    def _with_money(self, at: RateInForce, money: dict[str, Any]) -> Self:
        return self.model_copy(update=money | {"currency": at.into, "converted_at": at})


class PackTerms(Priced):
    """Credits sold apart from a plan's own: one price for so many, whole packs only.

    Without `expires_after_days` they do not lapse; `expiry_known = false`: that is a guess.
    """

    name: Line
    price: Amount
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")] | None = None
    """Of its price; without it, the plan's it is sold with."""
    credits: Credits
    expires_after_days: LifeDays = None
    expiry_known: bool = True
    needs_plan: bool = False
    """Sold only to those who have a plan."""
    for_plans: tuple[Line, ...] = ()
    """The plans it is sold with; none named means all."""
    trial: bool = False
    """Sold once: good for a pilot, not for a year."""

    @property
    def title(self) -> str:
        """The pack in a few words."""
        return self.name

    @property
    def price_per_credit(self) -> Decimal:
        """Money for one credit."""
        return self.price / self.credits

    def in_currency(self, at: RateInForce) -> Self:
        """The same pack, its price converted."""
        return self._with_money(at, {"price": self.price * at.rate})


class CreditRate(Stated):
    """How many credits one unit of a model (by its family's name) takes on a platform."""

    model: Line
    unit: RateUnitName
    credits: Amount
    variant: Line = ""
    """Words that tell it from its neighbours: `1080p audio`."""
    default: bool = False
    """Taken when the log does not say which of its variants."""

    @property
    def title(self) -> str:
        """The rate in a few words."""
        return " ".join(filter(None, [self.model, self.variant, self.unit]))

    @property
    def key(self) -> tuple[str, frozenset[str]]:
        """What only one rate of a platform is for: a model and the words of a variant, any case."""
        return self.model.lower(), words(self.variant)


def rate_twins(rates: Iterable[CreditRate]) -> Iterator[str]:
    """A sentence per model and variant with more than one rate, or model with more defaults."""
    listed = list(rates)
    counted = Counter(rate.key for rate in listed)
    for rate in {each.key: each for each in listed if counted[each.key] > 1}.values():
        named = " ".join(filter(None, [rate.model, rate.variant]))
        yield f"rates: {named} has {counted[rate.key]} of them. Keep one"
    defaults = Counter(rate.model for rate in listed if rate.default)
    for model, times in defaults.items():
        if times > 1:
            yield f"rates: {model} has {times} defaults. Keep one: what is taken where none is told"


class IncompletePlan(Stated):
    """A plan of which too little is known to size it, and what is missing."""

    platform: Line
    name: Line
    missing: Line

    @property
    def title(self) -> str:
        """The plan in a few words."""
        return f"{self.platform} {self.name}"
