"""The lots of one account: first expiring, first out. All amounts are whole units of 1e-12.

Credits are drawn from the lot that expires first (never-expiring lots last), promotional before
paid at equal expiry, then the earlier one. A draw takes the floor of its share of the money left;
the last draw of a lot takes all that is left, so that the parts sum exactly to what was paid.
Credits are valid before `expires_at` and gone at it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from heapq import heappop, heappush
from typing import TYPE_CHECKING

from data.credits.entries import Lapse, Lot, LotPart

if TYPE_CHECKING:
    from data.credits.entries import Entry


DrawdownOrder = tuple[datetime, bool, datetime, int]


@dataclass(slots=True, eq=False)
class OpenLot:
    """A lot while the ledger is read. `money` None: what was paid is not known."""

    entry: Entry
    expires_at: datetime | None
    credits: int
    money: int | None
    credits_left: int
    money_left: int | None
    number: int = 0
    queued: bool = False

    def take(self, credits_: int) -> LotPart:
        """Remove credits with their share of the money."""
        money = share(self.money_left, credits_, self.credits_left)
        self.credits_left -= credits_
        if self.money_left is not None and money is not None:
            self.money_left -= money
        return LotPart(self.entry, credits_, money)

    def restore(self, draw: LotPart) -> None:
        """Take back what a draw removed, with exactly its money."""
        self.credits_left += draw.credit_units
        if self.money_left is not None and draw.money_units is not None:
            self.money_left += draw.money_units

    def has_expired(self, at: datetime) -> bool:
        """Tell whether its credits are gone at this moment."""
        return self.expires_at is not None and self.expires_at <= at

    def drawdown_order(self) -> DrawdownOrder:
        """Sort the lots of an account in the order in which they are drawn down."""
        entry = self.entry
        expiry = self.expires_at or datetime.max.replace(tzinfo=entry.at.tzinfo)
        return (expiry, not entry.promotional, entry.at, self.number)

    def closed(self) -> Lot:
        """Give the lot as a result."""
        bought = LotPart(self.entry, self.credits, self.money)
        left = LotPart(self.entry, self.credits_left, self.money_left)
        return Lot(self.entry, self.expires_at, bought, left)


def share(money: int | None, credits_: int, of_credits: int) -> int | None:
    """Take the floor of credits / of_credits of the money; all of it when all credits go."""
    return None if money is None else money * credits_ // of_credits


def split(draw: LotPart, credits_: int) -> tuple[LotPart, LotPart]:
    """Cut off at most so many credits with their share of the money; the piece and the rest."""
    lot, whole, money = draw
    first = min(credits_, whole)
    piece = share(money, first, whole)
    rest = None if money is None or piece is None else money - piece
    return LotPart(lot, first, piece), LotPart(lot, whole - first, rest)


def take_last(draws: list[LotPart], credits_: int) -> list[LotPart]:
    """Remove credits from the end of a list of draws; what is removed, latest first."""
    taken = []
    while credits_ and draws:
        first, rest = split(draws.pop(), credits_)
        if rest.credit_units:
            draws.append(rest)
        taken.append(first)
        credits_ -= first.credit_units
    return taken


def lapse(draw: LotPart, lot: Entry, at: datetime) -> Lapse:
    """Give a draw as breakage of this moment."""
    return Lapse(lot.account, at, draw.credits, draw.money, lot.currency, lot.entry_no)


class LotBook:
    """The lots of one account at the moment the ledger has been read to, and what lapsed so far."""

    def __init__(self) -> None:
        """Start without any lot."""
        self.lots: dict[int, OpenLot] = {}
        self.lapses: list[Lapse] = []
        self._queue: list[tuple[DrawdownOrder, OpenLot]] = []
        self._unexplained: list[LotPart] = []
        """Lapses that no `expire` entry has named yet, latest expiry last."""

    def add(self, lot: OpenLot) -> None:
        """Take in a lot."""
        lot.number = len(self.lots)
        self.lots[lot.entry.entry_no] = lot
        self._enqueue(lot)

    def draw(self, credits_: int) -> list[LotPart]:
        """Take credits in drawdown order; what no lot covers is the last draw, without a lot."""
        draws = []
        while credits_ and self._queue:
            lot = self._queue[0][-1]
            if lot.credits_left:
                draws.append(lot.take(min(credits_, lot.credits_left)))
                credits_ -= draws[-1].credit_units
            else:
                self._dequeue()
        if credits_:
            draws.append(LotPart(None, credits_, None))
        return draws

    def give_back(self, draw: LotPart, at: datetime) -> None:
        """Return credits to their lot; if that has expired they lapse again, at this moment."""
        if draw.lot is None:
            return
        lot = self.lots[draw.lot.entry_no]
        lot.restore(draw)
        if lot.has_expired(at):
            self._lapse(lot, at)
        elif not lot.queued:
            self._enqueue(lot)

    def lapse_until(self, at: datetime) -> None:
        """Let every lot lapse whose expiry is at or before this moment, dated at its expiry."""
        while self._queue and self._queue[0][-1].has_expired(at):
            lot = self._dequeue()
            if lot.credits_left and lot.expires_at is not None:
                self._lapse(lot, lot.expires_at)

    def expire(self, credits_: int, at: datetime) -> list[LotPart]:
        """Book an `expire` entry: it explains lapses, the latest first, then live lots lapse."""
        explained = take_last(self._unexplained, credits_)
        fresh = self.draw(credits_ - sum(draw.credit_units for draw in explained))
        self.lapses.extend(lapse(draw, draw.lot, at) for draw in fresh if draw.lot)
        return explained + fresh

    def _lapse(self, lot: OpenLot, at: datetime) -> None:
        draw = lot.take(lot.credits_left)
        self.lapses.append(lapse(draw, lot.entry, at))
        self._unexplained.append(draw)

    def _enqueue(self, lot: OpenLot) -> None:
        lot.queued = True
        heappush(self._queue, (lot.drawdown_order(), lot))

    def _dequeue(self) -> OpenLot:
        lot = heappop(self._queue)[-1]
        lot.queued = False
        return lot
