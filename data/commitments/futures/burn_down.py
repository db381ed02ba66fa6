"""How long the credits held now will last at today's rate, and which of them will lapse unused.

From the lots that `data/credit_charges.balance` finds, in the order in which they are drawn down;
exact. What will come in later (renewals, top-ups) is not counted: this is what is there today.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from data.commitments.wording import day, number
from data.credits.charges import balance
from data.credits.entries import EXACT, ONE_UNIT
from data.credits.ledger import value_entries

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import tzinfo

    from data.credits.entries import Entry, Lot
    from data.credits.valuation import Valuation

RATE_DAYS = 28
"""Today's rate is that of the last four weeks, or of as many days as the ledger has."""
LEAST_DAYS = 1
SECONDS_A_DAY = Decimal(86_400)
CENTICREDIT = Decimal("0.01")
FURTHEST_DAYS = 36_500
ZERO = Decimal(0)


@dataclass(frozen=True)
class Lapsing:
    """Credits that end on a day: what is there of them, what will be used, what will be left."""

    at: datetime
    credits: Decimal
    used_before: Decimal
    lapsing: Decimal
    money_lapsing: Decimal | None
    """What those left had cost; None where it is not known."""


@dataclass(frozen=True)
class BurnDown:
    """One account from a moment on, at a steady rate."""

    account: str
    at: datetime
    credits: Decimal
    money: Decimal | None
    credits_per_day: Decimal | None
    """None where nothing was used yet: then nothing can be said of the time to come."""
    runs_out_at: datetime | None
    """When the last credit is gone, used or lapsed; None: never, or not known."""
    lapses: tuple[Lapsing, ...]
    """Every day on which credits end, soonest first, also where all will be used by then."""
    curve: tuple[tuple[datetime, Decimal], ...]
    """Corners of the balance over time; a lapse is two of them at one moment."""
    sentences: tuple[str, ...]


def rate_per_day(entries: Iterable[Entry], account: str, at: datetime) -> Decimal | None:
    """Credits consumed less refunded per day over the last four weeks; None if none was consumed.

    Bookings count as far as the ledger follows them: what it reports as impossible moves nothing
    here either. A ledger that begins later is averaged over the days it has, one at least.
    """
    booked = [entry for entry in entries if entry.account == account and entry.at <= at]
    if not any(entry.kind == "consume" for entry in booked):
        return None
    begins = min(entry.at for entry in booked)
    since = max(at - timedelta(days=RATE_DAYS), begins)
    used = sum(
        (
            credits_
            for moment, credits_ in _moved(value_entries(booked, at))
            if moment > since or moment == begins == since
        ),
        ZERO,
    )
    days = max(Decimal(LEAST_DAYS), _days(at - since))
    return max(ZERO, EXACT.divide(used, days).quantize(ONE_UNIT))


def _moved(ledger: Valuation) -> Iterator[tuple[datetime, Decimal]]:
    """When credits were used, or came back, and how many; what came back is negative."""
    for entry, parts in ledger.valued:
        if entry.kind in {"consume", "refund"}:
            yield entry.at, sum((part.credits for part in parts), ZERO)
    for lot in ledger.lots:
        if lot.entry.kind == "refund":
            yield lot.entry.at, -lot.bought.credits


def burn_down(
    entries: Sequence[Entry],
    account: str,
    at: datetime,
    *,
    credits_per_day: Decimal | None = None,
    zone: tzinfo = UTC,
) -> BurnDown:
    """Follow an account's balance from a moment on; the rate is today's unless one is given.

    `zone` decides which day a moment is called in the sentences; times without offset are UTC.
    """
    lots = balance(entries, account, at)
    rate = rate_per_day(entries, account, at) if credits_per_day is None else credits_per_day
    walk = _Walk(at, rate, sum((lot.left.credits for lot in lots), ZERO))
    held = walk.held
    for lot in lots:
        walk.pass_through(lot)
    return BurnDown(
        account=account,
        at=at,
        credits=held,
        money=_money(lots),
        credits_per_day=rate,
        runs_out_at=walk.runs_out_at,
        lapses=_merged(walk.lapses),
        curve=tuple(walk.curve),
        sentences=_sentences(account, held, walk, zone),
    )


class _Walk:
    """Lot after lot: use it up, or reach its end with some of it left."""

    def __init__(self, at: datetime, rate: Decimal | None, held: Decimal) -> None:
        self.now, self.rate, self.held = at, rate, held
        self.lapses: list[Lapsing] = []
        self.curve = [(at, held)]
        self.runs_out_at: datetime | None = None
        self.for_ever = False

    def pass_through(self, lot: Lot) -> None:
        left, ends = lot.left.credits, lot.expires_at
        used = left if ends is None else min(left, self._used_until(ends))
        if used < left or not self.rate:
            self._lapse(lot, used)
            return
        self._use(used, self.now + _time(used, self.rate))
        if ends is not None:
            self.lapses.append(Lapsing(ends, left, left, ZERO, ZERO))
        self.runs_out_at = self.now

    def _lapse(self, lot: Lot, used: Decimal) -> None:
        if lot.expires_at is None:
            self.for_ever = True
            self.runs_out_at = None
            return
        self._use(used, max(self.now, lot.expires_at))
        rest = lot.left.credits - used
        self.lapses.append(Lapsing(lot.expires_at, lot.left.credits, used, rest, _share(lot, rest)))
        self.held -= rest
        self.curve.append((self.now, self.held))
        self.runs_out_at = self.now

    def _used_until(self, ends: datetime) -> Decimal:
        days = max(ZERO, _days(ends - self.now))
        return EXACT.multiply(self.rate or ZERO, days).quantize(ONE_UNIT)

    def _use(self, credits_: Decimal, until: datetime) -> None:
        self.now, self.held = until, self.held - credits_
        self.curve.append((until, self.held))


def _days(span: timedelta) -> Decimal:
    whole = Decimal(span.days) * SECONDS_A_DAY + span.seconds
    return EXACT.divide(whole + Decimal(span.microseconds) / 1_000_000, SECONDS_A_DAY)


def _time(credits_: Decimal, rate: Decimal) -> timedelta:
    """How long so many credits last; a hundred years at most."""
    days = min(EXACT.divide(credits_, rate), Decimal(FURTHEST_DAYS))
    return timedelta(microseconds=int(days * SECONDS_A_DAY * 1_000_000))


def _share(lot: Lot, credits_: Decimal) -> Decimal | None:
    money = lot.left.money
    if money is None or not lot.left.credits:
        return money
    return EXACT.divide(EXACT.multiply(money, credits_), lot.left.credits).quantize(ONE_UNIT)


def _money(lots: Iterable[Lot]) -> Decimal | None:
    known = [lot.left.money for lot in lots]
    if any(money is None for money in known):
        return None
    return sum((money for money in known if money is not None), ZERO)


def _merged(lapses: list[Lapsing]) -> tuple[Lapsing, ...]:
    """One row per moment: lots that end together are one to whoever reads it."""
    merged: dict[datetime, Lapsing] = {}
    for each in lapses:
        known = merged.get(each.at)
        merged[each.at] = each if known is None else _added(known, each)
    return tuple(merged[at] for at in sorted(merged))


def _added(one: Lapsing, other: Lapsing) -> Lapsing:
    unknown = one.money_lapsing is None or other.money_lapsing is None
    return Lapsing(
        one.at,
        one.credits + other.credits,
        one.used_before + other.used_before,
        one.lapsing + other.lapsing,
        None if unknown else (one.money_lapsing or 0) + (other.money_lapsing or ZERO),
    )


def _sentences(account: str, held: Decimal, walk: _Walk, zone: tzinfo) -> tuple[str, ...]:
    if not held:
        return (f"{account} holds no credits.",)
    lapsing = (_sentence(each, walk.rate, zone) for each in _merged(walk.lapses) if each.lapsing)
    ends = "last for ever"
    if walk.runs_out_at is not None:
        ends = f"are gone by {_day(walk.runs_out_at, zone)}"
        if walk.runs_out_at - walk.curve[0][0] >= timedelta(days=FURTHEST_DAYS):
            ends = "last for a hundred years and more"
    if walk.rate is None:
        whole = f"{account} holds {number(held)} credits. None was used yet, so no rate is known."
    else:
        rate = number(walk.rate.quantize(CENTICREDIT))
        whole = f"{account} holds {number(held)} credits; at {rate} a day they {ends}."
    return (*lapsing, whole)


def _sentence(lapsing: Lapsing, rate: Decimal | None, zone: tzinfo) -> str:
    rest = "; none was used yet" if rate is None else ""
    if rate is not None:
        rest = f"; at today's rate you will use {number(lapsing.used_before)} before"
    some = f"{number(lapsing.lapsing)} of {number(lapsing.credits)}"
    return f"{some} credits lapse on {_day(lapsing.at, zone)}{rest}."


def _day(moment: datetime, zone: tzinfo) -> str:
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return day(aware.astimezone(zone).date())
