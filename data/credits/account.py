"""One account of a credit ledger while it is read in order: what each entry moves.

The rules are those that `ledger` states.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from data.credits.entries import LotPart, ValuedEntry, known, to_units, worth
from data.credits.holds import Holds
from data.credits.lots import LotBook, OpenLot, take_last
from data.credits.problems import describe

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from data.credits.entries import Entry
    from data.credits.problems import ProblemName
    from data.credits.valuation import Valuation

CENT = 10**10
"""One hundredth of a currency unit, in units of 1e-12: exports round money to it."""
GIVE_BACK = {"refund", "adjust"}
"""What may return credits that an attempt was charged."""


def read_account(booked: list[Entry], result: Valuation, as_of: datetime) -> None:
    """Value one account's entries, in the order of booking, into a valuation."""
    _Account(booked, result).read(as_of)


class _Account:
    """One account while its ledger is read in order."""

    def __init__(self, booked: list[Entry], result: Valuation) -> None:
        self.booked = booked
        self.result = result
        self.refunded = {entry.attempt_ref for entry in booked if entry.kind in GIVE_BACK} - {None}
        self.book = LotBook()
        self.charged: defaultdict[str | None, list[LotPart]] = defaultdict(list)
        """What each attempt that is ever refunded still pays for, the latest last."""
        self.holds = Holds()
        self.settled: set[str | None] = set()
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
        if entry.attempt_ref is not None:
            self.settle(entry)
        draws = self.draw(entry, credits_)
        if entry.attempt_ref in self.refunded:
            self.charged[entry.attempt_ref].extend(draws)
        self.value(entry, draws)

    def settle(self, entry: Entry) -> None:
        """Undo what is held for the attempt of a consumption."""
        self.give_up(entry, None)
        self.settled.add(entry.attempt_ref)

    def hold(self, entry: Entry) -> None:
        credits_ = self.magnitude(entry)
        if credits_ is None:
            return
        draws = self.draw(entry, credits_)
        self.holds.add(entry, draws)
        self.value(entry, draws)

    def release(self, entry: Entry) -> None:
        """Give back what is held for its attempt; all of it where it says no credits."""
        credits_ = None if to_units(entry.credits) is None else self.magnitude(entry)
        was_held = self.holds.has(entry.attempt_ref)
        excess = (credits_ or 0) - _units(self.give_up(entry, credits_))
        if excess > 0 and entry.attempt_ref not in self.settled:
            self.report(entry, "release_above_hold" if was_held else "release_without_hold", excess)

    def give_up(self, entry: Entry, credits_: int | None) -> list[LotPart]:
        """Return held credits, all for None: what is booked under a hold is what is still held."""
        given_up = []
        for held_by, returned in self.holds.take(entry.attempt_ref, credits_):
            self.value(held_by, self.returned(returned, entry.at))
            given_up += returned
        return given_up

    def refund(self, entry: Entry) -> None:
        credits_ = self.magnitude(entry)
        if credits_ is None:
            return
        charged = self.charged.get(entry.attempt_ref)
        if charged is None and self.holds.has(entry.attempt_ref):
            self.refund_held(entry, credits_)
        elif charged is None:
            self.return_uncharged(entry, credits_)
        else:
            self.give_back(entry, charged, credits_)

    def refund_held(self, entry: Entry, credits_: int) -> None:
        """Release what was held. It is off the hold by that, so the refund itself is worth 0."""
        given_up = self.give_up(entry, credits_)
        self.value(entry, [LotPart(draw.lot, 0, 0) for draw in given_up])
        self.report_excess(entry, credits_ - _units(given_up))

    def give_back(self, entry: Entry, charged: list[LotPart], credits_: int) -> None:
        """Return credits to the lots that an attempt's charge drew from, at most all of them."""
        taken = take_last(charged, credits_)
        self.value(entry, self.returned(taken, entry.at))
        self.report_excess(entry, credits_ - _units(taken))

    def returned(self, draws: list[LotPart], at: datetime) -> list[LotPart]:
        """Return draws to their lots: what that books."""
        for draw in draws:
            self.book.give_back(draw, at)
        return [_negative(draw) for draw in draws]

    def report_excess(self, entry: Entry, excess: int) -> None:
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
        elif credits_ > 0 and entry.attempt_ref in self.charged:
            self.give_back(entry, self.charged[entry.attempt_ref], credits_)
        elif credits_ > 0:
            self.bring_in(entry)
        else:
            draws = self.draw(entry, -credits_)
            self.check_adjusted_money(entry, draws)
            if entry.attempt_ref in self.refunded:
                self.charged[entry.attempt_ref].extend(draws)
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


def _units(draws: list[LotPart]) -> int:
    return sum(draw.credit_units for draw in draws)


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
    "hold": _Account.hold,
    "release": _Account.release,
}
