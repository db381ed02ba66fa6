"""Ledger entries in, valued entries out: what each credit that was used had cost.

Consumption is valued at the money paid for the lots it draws from (`data/credits/lots.py`). A lot's
remainder lapses at its expiry, with or without an `expire` entry; such an entry explains lapses up
to its date, the latest first, and only beyond them takes from live lots. A refund returns credits
to the lots its attempt's consumption drew from, the latest first, at most as many as are still
charged; what returns to an expired lot lapses again, dated at the refund. A refund that finds no
charge brings its credits back with unknown money. Promotional credits cost 0; the money of a grant
or adjustment is then its list value. An adjustment downwards takes credits as consumption does;
money on it is cash given back, and is only compared. What no lot covers has unknown money, and no
later purchase pays it.

At one moment: what came in, then consumption, what was adjusted away, refunds, expiry. The kind
says the direction, not the sign: a source may write its consumption negative throughout.

Pure and exact (integers of 1e-12 inside); data never raises, it is reported as a `Problem`.
"""

from __future__ import annotations

import gc
from collections import defaultdict
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from data.credits.entries import LotPart, ValuedEntry, known, to_units, worth
from data.credits.lots import LotBook, OpenLot, take_last
from data.credits.problems import describe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime

    from data.credits.entries import Entry, Lapse, Lot
    from data.credits.problems import Problem, ProblemName

CENT = 10**10
"""One hundredth of a currency unit, in units of 1e-12: exports round money to it."""
RANK_AT_ONE_MOMENT = {"purchase": 0, "grant": 0, "consume": 1, "adjust": 2, "refund": 3}
LAST = 4


class Valuation(NamedTuple):
    """A whole ledger as of a moment, by account: in order of time, lots in order of drawdown."""

    valued: list[ValuedEntry]
    breakage: list[Lapse]
    lots: list[Lot]
    problems: list[Problem]


@contextmanager
def collector_paused() -> Iterator[None]:
    """Keep the cycle collector from walking millions of results that hold no cycle (−40 % time)."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@collector_paused()
def value_entries(entries: Iterable[Entry], as_of: datetime) -> Valuation:
    """Value every entry booked at or before `as_of`, whatever the order they are given in."""
    accounts: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.at <= as_of:
            accounts[entry.account].append(entry)
    result = Valuation([], [], [], [])
    for _, booked in sorted(accounts.items()):
        _Account(sorted(booked, key=_booking_order), result).read(as_of)
    return result


def _booking_order(entry: Entry) -> tuple[datetime, int, str, str, int]:
    rank = RANK_AT_ONE_MOMENT.get(entry.kind, LAST)
    if entry.kind == "adjust" and (to_units(entry.credits) or 0) > 0:
        rank = 0
    return (entry.at, rank, entry.entry_id or "", entry.source, entry.entry_no)


class _Account:
    """One account while its ledger is read in order."""

    def __init__(self, booked: list[Entry], result: Valuation) -> None:
        self.booked = booked
        self.result = result
        self.refunded = {entry.attempt_ref for entry in booked if entry.kind == "refund"} - {None}
        self.book = LotBook()
        self.charged: defaultdict[str | None, list[LotPart]] = defaultdict(list)
        """What each attempt that is ever refunded still pays for, the latest last."""
        self.currencies: list[str | None] = []
        self.sign: dict[tuple[str, str], bool] = {}

    def read(self, as_of: datetime) -> None:
        for entry in self.booked:
            self.book.lapse_until(entry.at)
            HANDLERS.get(entry.kind, _Account.refuse)(self, entry)
        self.book.lapse_until(as_of)
        self.result.breakage.extend(self.book.lapses)
        lots = sorted(self.book.lots.values(), key=OpenLot.drawdown_order)
        self.result.lots.extend(lot.closed() for lot in lots)

    def refuse(self, entry: Entry) -> None:
        self.report(entry, "unknown_kind")

    def bring_in(self, entry: Entry) -> None:
        """Open a lot for a purchase, a grant, or an adjustment upwards."""
        credits_ = to_units(entry.credits)
        if credits_ is None or credits_ <= 0:
            self.report(entry, "purchase_without_credits")
        else:
            self.open_lot(entry, credits_, self.money_paid(entry))

    def consume(self, entry: Entry) -> None:
        credits_ = self.magnitude(entry)
        if credits_ is None:
            return
        draws = self.draw(entry, credits_)
        if entry.attempt_ref in self.refunded:
            self.charged[entry.attempt_ref].extend(draws)
        self.value(entry, draws)

    def refund(self, entry: Entry) -> None:
        credits_ = self.magnitude(entry)
        if credits_ is None:
            return
        charged = self.charged.get(entry.attempt_ref)
        if charged is None:
            self.return_uncharged(entry, credits_)
            return
        returned = take_last(charged, credits_)
        for draw in returned:
            self.book.give_back(draw, entry.at)
        self.value(entry, [_negative(draw) for draw in returned])
        excess = credits_ - sum(draw.credit_units for draw in returned)
        if excess:
            self.report(entry, "refund_above_charge", excess)

    def expire(self, entry: Entry) -> None:
        credits_ = self.magnitude(entry)
        if credits_ is not None:
            draws = self.book.expire(credits_, entry.at)
            self.report_uncovered(entry, draws)
            self.value(entry, draws)

    def adjust(self, entry: Entry) -> None:
        credits_ = to_units(entry.credits)
        if not credits_:
            self.report(entry, "credits_missing")
        elif credits_ > 0:
            self.bring_in(entry)
        else:
            draws = self.draw(entry, -credits_)
            self.check_adjusted_money(entry, draws)
            self.value(entry, draws)

    def open_lot(self, entry: Entry, credits_: int, money: int | None) -> None:
        expires_at = entry.expires_at
        if expires_at is not None and expires_at <= entry.at:
            self.report(entry, "expiry_before_grant")
            expires_at = None
        if money:
            self.check_currency(entry)
        self.book.add(OpenLot(entry, expires_at, credits_, money, credits_, money))

    def return_uncharged(self, entry: Entry, credits_: int) -> None:
        named = entry.attempt_ref is not None
        self.report(entry, "refund_without_charge" if named else "refund_without_attempt", credits_)
        if credits_:
            self.book.add(OpenLot(entry, None, credits_, None, credits_, None))

    def draw(self, entry: Entry, credits_: int) -> list[LotPart]:
        draws = self.book.draw(credits_)
        self.report_uncovered(entry, draws)
        return draws

    def money_paid(self, entry: Entry) -> int | None:
        """Read what the credits that came in cost, in units of 1e-12; None where not known."""
        money = to_units(entry.money)
        if entry.promotional and (entry.kind != "purchase" or money is None):
            return 0
        if money is None:
            self.report(entry, "money_unknown", to_units(entry.credits))
        elif money < 0:
            self.report(entry, "money_negative", to_units(entry.credits))
            return None
        elif entry.promotional and money:
            self.report(entry, "promotional_purchase_paid")
        return money

    def magnitude(self, entry: Entry) -> int | None:
        """Read how many credits a consume, refund or expire entry moves; None if not known."""
        credits_ = to_units(entry.credits)
        if credits_ is None:
            self.report(entry, "credits_missing")
            return None
        negative = credits_ < 0
        usual = self.sign.setdefault((entry.source, entry.kind), negative) if credits_ else negative
        if negative != usual:
            self.report(entry, "against_direction", abs(credits_))
            return None
        return abs(credits_)

    def check_currency(self, entry: Entry) -> None:
        """Report each further currency of the account once."""
        if entry.currency in self.currencies:
            return
        if self.currencies:
            self.report(entry, "mixed_currencies")
        self.currencies.append(entry.currency)

    def check_adjusted_money(self, entry: Entry, draws: list[LotPart]) -> None:
        stated, cost = to_units(entry.money), to_units(worth(draws).money)
        if stated is not None and cost is not None and abs(abs(stated) - cost) >= CENT:
            self.report(entry, "adjusted_at_other_money")

    def report_uncovered(self, entry: Entry, draws: list[LotPart]) -> None:
        if draws and draws[-1].lot is None:
            first = not self.book.lots
            name: ProblemName = "consumed_before_purchase" if first else "negative_balance"
            self.report(entry, name, draws[-1].credit_units)

    def value(self, entry: Entry, draws: list[LotPart]) -> None:
        self.result.valued.append(ValuedEntry(entry, tuple(draws)))

    def report(self, entry: Entry, name: ProblemName, credits_: int | None = None) -> None:
        others = ", ".join(str(currency) for currency in self.currencies)
        problem = describe(entry, name, concerned=known(credits_), others=others)
        self.result.problems.append(problem)


def _negative(draw: LotPart) -> LotPart:
    money = draw.money_units
    return LotPart(draw.lot, -draw.credit_units, None if money is None else -money)


HANDLERS: dict[str, Callable[[_Account, Entry], None]] = {
    "purchase": _Account.bring_in,
    "grant": _Account.bring_in,
    "consume": _Account.consume,
    "refund": _Account.refund,
    "expire": _Account.expire,
    "adjust": _Account.adjust,
}
