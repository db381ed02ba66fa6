"""What was paid for credits that several share, over those who used them, exact to the cent.

Each lot of credits keeps its own money: what was drawn from it goes to who drew it, what lapsed or
is still held stands apart as not used, or is shared by the same use where that is asked for. A fee
that brought no credits is shared by the credits used in the period. Fractions until the last step;
then every amount is cut to the cent, and the cents that are left go to the largest remainders.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from data.credits.ledger import value_entries

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    from data.credits.entries import Entry
    from data.credits.valuation import Valuation

    RateOn = Callable[[str | None, datetime], Decimal | None]

LineKind = Literal["used", "lapsed", "taken back", "still held", "fees without use"]
CENTS = 100
USE = {"consume": 1, "refund": 1}


def _is_use(entry: Entry) -> bool:
    """Whether it is part of what a call was charged; what is held still counts as used."""
    return entry.kind in {*USE, "hold"} or (
        entry.kind == "adjust" and entry.attempt_ref is not None
    )


@dataclass(frozen=True)
class AllocationLine:
    """A share of what was paid: of a group that used credits (None: not known), or of none."""

    kind: LineKind
    group: str | None
    credits: Decimal
    """Those that it used, or that were not used; 0 for fees."""
    money: Decimal
    """To the cent."""


@dataclass(frozen=True)
class Allocation:
    """What one account paid in a period, and whose it is: the lines sum to it."""

    account: str
    paid: Decimal
    """To the cent, in the reporting currency."""
    lines: tuple[AllocationLine, ...]
    left_out: int
    """Purchases whose money is not known, or has no rate to the reporting currency."""


@dataclass(frozen=True)
class Period:
    """Moments from the first on and before the last, UTC; None: unbounded."""

    first: datetime | None
    after: datetime | None

    def holds(self, at: datetime) -> bool:
        """Whether a moment lies in it."""
        return (self.first is None or self.first <= at) and (self.after is None or at < self.after)


def allocate(
    entries: Sequence[Entry],
    account: str,
    at: datetime,
    *,
    period: Period,
    group_of: Mapping[int, str | None],
    rate_on: RateOn,
    share_unused: bool = False,
) -> Allocation:
    """Share what an account paid in a period over the groups whose calls used it, up to a moment.

    `group_of` is by `entry_no`; `rate_on` gives what 1 of a currency was in the reporting one.
    """
    booked = [entry for entry in entries if entry.account == account and entry.at <= at]
    shared = _Shared(period, group_of, rate_on)
    shared.take_lots(value_entries(booked, at))
    shared.take_fees(booked)
    if share_unused:
        shared.share_unused()
    return shared.allocation(account)


def to_the_cent(amounts: Sequence[Fraction]) -> list[Decimal]:
    """Each amount in whole cents, so that they sum to their sum in whole cents.

    Each is cut, and the cents that are left go to the largest remainders, of equal ones the first.
    """
    scaled = [amount * CENTS for amount in amounts]
    cents = [int(amount // 1) for amount in scaled]
    missing = round(sum(scaled, Fraction(0))) - sum(cents)
    order = sorted(range(len(scaled)), key=lambda n: (cents[n] - scaled[n], n))
    for n in order[:missing]:
        cents[n] += 1
    return [Decimal(amount) / CENTS for amount in cents]


Amounts = dict[tuple[LineKind, str | None], Fraction]


class _Shared:
    """Credits and money by line, while they are shared out."""

    def __init__(self, period: Period, group_of: Mapping[int, str | None], rate_on: RateOn) -> None:
        self.period, self.group_of, self.rate_on = period, group_of, rate_on
        self.money: Amounts = defaultdict(Fraction)
        self.credits: Amounts = defaultdict(Fraction)
        self.left_out = 0

    def take_lots(self, ledger: Valuation) -> None:
        """The money of the lots that were paid in the period."""
        rates = dict(self._rates(ledger))
        for entry, parts in ledger.valued:
            if entry.kind == "expire":  # what lapsed is told as such, below
                continue
            for part in parts:
                group = self.group_of.get(entry.entry_no)
                kind: LineKind = "used" if _is_use(entry) else "taken back"
                key = (kind, group if kind == "used" else None)
                self._add(key, part.credits, part.money, rates.get(part.lot_no))
        for lapse in ledger.breakage:
            self._add(("lapsed", None), lapse.credits, lapse.money, rates.get(lapse.lot_no))
        for lot in ledger.lots:
            rate = rates.get(lot.entry.entry_no)
            self._add(("still held", None), lot.left.credits, lot.left.money, rate)

    def _rates(self, ledger: Valuation) -> Iterable[tuple[int | None, Decimal]]:
        """The lots that were paid in the period, and the rate that their money is taken at."""
        for lot in ledger.lots:
            entry, paid = lot.entry, lot.bought.money
            if paid == 0 or not self.period.holds(entry.at) or entry.kind == "refund":
                continue
            rate = self.rate_on(entry.currency, entry.at)
            if paid is None or rate is None:
                self.left_out += 1
            else:
                yield entry.entry_no, rate

    def _add(
        self,
        key: tuple[LineKind, str | None],
        credits_: Decimal,
        money: Decimal | None,
        rate: Decimal | None,
    ) -> None:
        if rate is not None and money is not None:
            self.credits[key] += Fraction(credits_)
            self.money[key] += Fraction(money) * Fraction(rate)

    def take_fees(self, booked: Iterable[Entry]) -> None:
        """Money that brought no credits, by the credits used in the period."""
        in_period = [entry for entry in booked if self.period.holds(entry.at)]
        fees = [
            entry
            for entry in in_period
            if entry.kind == "purchase" and not entry.credits and entry.money
        ]
        used: dict[str | None, Fraction] = defaultdict(Fraction)
        for entry in in_period:
            if entry.kind in USE:
                size = abs(Fraction(entry.credits or 0))
                used[self.group_of.get(entry.entry_no)] += (
                    size if entry.kind == "consume" else -size
                )
        for fee in fees:
            rate = self.rate_on(fee.currency, fee.at)
            if rate is None or fee.money is None or fee.money < 0:
                self.left_out += 1
            else:
                self._spread(Fraction(fee.money) * Fraction(rate), used, "fees without use")

    def _spread(
        self, money: Fraction, weights: Mapping[str | None, Fraction], otherwise: LineKind
    ) -> None:
        """By weights above 0; to a line of its own where there are none."""
        known = {group: weight for group, weight in weights.items() if weight > 0}
        whole = sum(known.values(), Fraction(0))
        if not whole:
            self.money[otherwise, None] += money
        for group, weight in known.items():
            self.money["used", group] += money * weight / whole

    def share_unused(self) -> None:
        """What nobody used, by what each used of it; apart where nobody used any."""
        weights = {group: n for (kind, group), n in self.credits.items() if kind == "used"}
        if not any(weight > 0 for weight in weights.values()):
            return
        for key in [key for key in self.money if key[0] != "used"]:
            self.credits.pop(key, None)
            self._spread(self.money.pop(key), weights, key[0])

    def allocation(self, account: str) -> Allocation:
        """Those who used most first, then what nobody used."""
        keys = sorted(
            {key for key, money in self.money.items() if money or self.credits[key]},
            key=lambda key: (key[0] != "used", -self.money[key], key[1] or "", key[0]),
        )
        money = to_the_cent([self.money[key] for key in keys])
        lines = tuple(
            AllocationLine(*key, _decimal(self.credits[key]), amount)
            for key, amount in zip(keys, money, strict=True)
        )
        return Allocation(account, sum(money, Decimal(0)), lines, self.left_out)


def _decimal(credits_: Fraction) -> Decimal:
    return Decimal(credits_.numerator) / Decimal(credits_.denominator)
