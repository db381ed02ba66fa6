"""What one currency was worth in another on one day."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from datetime import date, timedelta
from decimal import Context, Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, NamedTuple

from pydantic import Field

from data.pricing.entry import DecimalText, Fact, Line, PlainDate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Code = Annotated[str, Field(pattern="^[A-Z]{3}$")]
RATE_SERVES = timedelta(days=8)
"""A rate serves its own day and the seven after it, unless a newer one comes first."""
EXACT = Context(prec=80)
SMALLEST = Decimal("1E-16")


class CurrencyRate(Fact):
    """1 `base` = `rate` `quote` on that day (UTC)."""

    base: Code
    quote: Code
    day: PlainDate
    rate: DecimalText
    source: Line

    @property
    def title(self) -> str:
        """The rate in a few words."""
        return f"{self.base} in {self.quote} on {self.day}"


class Quote(NamedTuple):
    """What one currency is worth in another from a day on: a fraction, so that it divides once."""

    day: date
    is_written: bool
    """Whether the book says it in this direction; of two of one day that one goes first."""
    over: Decimal
    under: Decimal


class Conversion(NamedTuple):
    """The one rate of a currency in [`starts`, `ends`)."""

    currency: str
    rate: Decimal
    starts: date
    ends: date


class RateInForce(NamedTuple):
    """1 `currency` = `rate` `into`, of a day; a cross is of the day of its older leg."""

    currency: str
    into: str
    rate: Decimal
    day: date


Quotes = dict[tuple[str, str], list[Quote]]


def conversions(rates: Iterable[CurrencyRate], into: str) -> Iterator[Conversion]:
    """Every currency's rate to `into`, by stretches of days that do not overlap.

    The latest rate serves, whatever its direction, its own day and seven more; a cross by way of
    one other currency is as old as its older leg. Of the same day a direct rate goes first, then
    the intermediate that comes first by its code.
    """
    quotes = _both_ways(rates)
    for currency in sorted({base for base, _ in quotes} - {into}):
        found: Conversion | None = None
        for starts, ends in pairwise(_bounds(quotes, currency, into)):
            in_force = _rate_on(quotes, currency, into, starts)
            rate = None if in_force is None else in_force.rate
            if found is not None and (found.rate, found.ends) == (rate, starts):
                found = found._replace(ends=ends)
                continue
            if found is not None:
                yield found
            found = None if rate is None else Conversion(currency, rate, starts, ends)
        if found is not None:
            yield found


def rates_in_force(rates: Iterable[CurrencyRate], into: str, on: date) -> dict[str, RateInForce]:
    """The rate of every currency that has one to `into` on a day (UTC), by the same rules."""
    quotes = _both_ways(rates)
    currencies = sorted({base for base, _ in quotes} - {into})
    found = {currency: _rate_on(quotes, currency, into, on) for currency in currencies}
    return {currency: rate for currency, rate in found.items() if rate is not None}


def _both_ways(rates: Iterable[CurrencyRate]) -> Quotes:
    quotes: Quotes = defaultdict(list)
    for each in rates:
        written = Quote(each.day, is_written=True, over=each.rate, under=Decimal(1))
        turned = Quote(each.day, is_written=False, over=Decimal(1), under=each.rate)
        quotes[each.base, each.quote].append(written)
        quotes[each.quote, each.base].append(turned)
    return {pair: sorted(some, key=lambda quote: quote[:2]) for pair, some in quotes.items()}


def _bounds(quotes: Quotes, currency: str, into: str) -> list[date]:
    """The days on which a rate of the currency can begin or end."""
    through = {quote for base, quote in quotes if base == currency} - {into}
    pairs = [(currency, into), *((currency, x) for x in through), *((x, into) for x in through)]
    days = {quote.day for pair in pairs for quote in quotes.get(pair, ())}
    return sorted(days | {day + RATE_SERVES for day in days})


def _rate_on(quotes: Quotes, currency: str, into: str, day: date) -> RateInForce | None:
    """The rate that serves on a day; None where none does."""
    direct = _latest(quotes, currency, into, day)
    ways = [] if direct is None else [(-direct.day.toordinal(), "", direct.over, direct.under)]
    for through in {quote for base, quote in quotes if base == currency} - {into}:
        first = _latest(quotes, currency, through, day)
        second = _latest(quotes, through, into, day)
        if first is not None and second is not None:
            older = min(first.day, second.day)
            over, under = EXACT.multiply(first.over, second.over), first.under * second.under
            ways.append((-older.toordinal(), through, over, under))
    if not ways:
        return None
    age, _, over, under = min(ways)
    rate = EXACT.divide(over, under).quantize(SMALLEST, context=EXACT)
    return RateInForce(currency, into, rate, date.fromordinal(-age))


def _latest(quotes: Quotes, base: str, quote: str, day: date) -> Quote | None:
    some = quotes.get((base, quote), [])
    place = bisect_right(some, day, key=lambda each: each.day)
    return some[place - 1] if place and day < some[place - 1].day + RATE_SERVES else None
