"""What a credit ledger is read from (`Entry`) and what it is valued into.

Credits and money are `Decimal` with 12 places, as the warehouse keeps them. Times are all naive UTC
or all with an offset. `None` money is unknown, never 0.
"""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from data.warehouse.records import EntryKind

PLACES = 12
LARGEST_EXPONENT = 26
"""DECIMAL(38,12) holds 26 digits before the point; a larger amount is unreadable."""
ONE_UNIT = Decimal("1E-12")
EXACT = Context(prec=80, rounding=ROUND_HALF_EVEN, traps=[])
"""Wide enough to add any number of DECIMAL(38,12) amounts without rounding."""


def to_units(amount: Decimal | None) -> int | None:
    """Count an amount in units of 1e-12; None where it is unknown, not finite or too large."""
    if amount is None or not amount.is_finite() or amount.adjusted() >= LARGEST_EXPONENT:
        return None
    return int(amount.scaleb(PLACES, EXACT).to_integral_value(ROUND_HALF_EVEN))


def to_decimal(units: int) -> Decimal:
    """Write units of 1e-12 as a `Decimal` with 12 places, exactly."""
    return Decimal(units).scaleb(-PLACES, EXACT)


def known(units: int | None) -> Decimal | None:
    """Write units as a `Decimal`, None where unknown."""
    return None if units is None else to_decimal(units)


class Entry(NamedTuple):
    """One booking, as stored. `entry_no` is unique and names it; `credits` may be signed."""

    account: str
    kind: EntryKind
    at: datetime
    credits: Decimal | None
    money: Decimal | None
    currency: str | None
    expires_at: datetime | None
    promotional: bool | None
    attempt_ref: str | None
    entry_id: str | None
    source: str
    entry_no: int


class LotPart(NamedTuple):
    """Credits of one lot and what they had cost, in units of 1e-12; negative: returned to it.

    `lot` is the entry that brought them in; without one, nothing covered these credits.
    """

    lot: Entry | None
    credit_units: int
    money_units: int | None

    @property
    def lot_no(self) -> int | None:
        """The `entry_no` of the lot."""
        return self.lot.entry_no if self.lot else None

    @property
    def credits(self) -> Decimal:
        """Credits, to 12 places."""
        return to_decimal(self.credit_units)

    @property
    def money(self) -> Decimal | None:
        """What these credits had cost, to 12 places; None where it is not known."""
        return known(self.money_units)

    @property
    def currency(self) -> str | None:
        """The currency the lot was paid in."""
        return self.lot.currency if self.lot else None


class Worth(NamedTuple):
    """Credits and what they had cost, in units of 1e-12. Promotional credits cost 0."""

    credit_units: int
    unvalued_units: int
    """Those of the credits whose money is unknown."""
    money_units: dict[str | None, int]
    """The known money by currency, where it is not 0."""

    @property
    def credits(self) -> Decimal:
        """Credits, to 12 places."""
        return to_decimal(self.credit_units)

    @property
    def credits_unvalued(self) -> Decimal:
        """Those of the credits whose money is unknown, to 12 places."""
        return to_decimal(self.unvalued_units)

    @property
    def money(self) -> Decimal | None:
        """All of it, to 12 places; None where some is unknown or currencies mix."""
        if self.unvalued_units or len(self.money_units) > 1:
            return None
        return to_decimal(sum(self.money_units.values()))

    @property
    def currency(self) -> str | None:
        """The one currency of `money`; None where it is 0 or unknown."""
        if self.unvalued_units or len(self.money_units) != 1:
            return None
        return next(iter(self.money_units))

    @property
    def money_per_credit(self) -> Decimal | None:
        """Effective money per credit, to 12 places; None where unknown or without credits."""
        money = self.money
        if money is None or not self.credit_units:
            return None
        return EXACT.quantize(EXACT.divide(money, self.credits), ONE_UNIT)


def worth(parts: Iterable[LotPart]) -> Worth:
    """Add up parts."""
    total, unvalued = 0, 0
    by_currency: dict[str | None, int] = {}
    for lot, credit_units, money_units in parts:
        total += credit_units
        if lot is None or money_units is None:
            unvalued += credit_units
        elif money_units:
            by_currency[lot.currency] = by_currency.get(lot.currency, 0) + money_units
    if 0 in by_currency.values():
        by_currency = {currency: units for currency, units in by_currency.items() if units}
    return Worth(total, unvalued, by_currency)


class ValuedEntry(NamedTuple):
    """An entry that moved credits out of lots (positive) or back into them (a refund: negative).

    The money of an `expire` entry is that of the lapses it explains: `breakage` holds it already.
    """

    entry: Entry
    drawn_from: tuple[LotPart, ...]

    @property
    def entry_no(self) -> int:
        """The number of the entry."""
        return self.entry.entry_no

    @property
    def worth(self) -> Worth:
        """Its credits and money, with what of them is unknown."""
        return worth(self.drawn_from)

    @property
    def credits(self) -> Decimal:
        """Credits moved, to 12 places."""
        return to_decimal(sum(part.credit_units for part in self.drawn_from))

    @property
    def money(self) -> Decimal | None:
        """What they had cost; None where a part is unknown or currencies mix."""
        return self.worth.money

    @property
    def currency(self) -> str | None:
        """The currency of `money`."""
        return self.worth.currency

    @property
    def money_per_credit(self) -> Decimal | None:
        """Effective money per credit, to 12 places."""
        return self.worth.money_per_credit


class Lapse(NamedTuple):
    """Credits that expired unused, with the money left in them."""

    account: str
    at: datetime
    credits: Decimal
    money: Decimal | None
    currency: str | None
    lot_no: int


class Lot(NamedTuple):
    """Credits that came in together: what was paid for them, and what is left."""

    entry: Entry
    expires_at: datetime | None
    """As followed: None where the entry's own is impossible."""
    bought: LotPart
    left: LotPart
