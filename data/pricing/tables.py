"""The price book as rows of relations, for `relations/07_prices`."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any

from data.pricing.currencies import conversions
from data.pricing.entry import SIZE_WORD
from data.pricing.policies import policy_intervals
from data.pricing.shutdowns import shut_names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from data.pricing.book import PriceBook
    from data.pricing.checks import PriceInterval
    from data.relations.builder import Making

Row = dict[str, Any]


def price_rows(book: PriceBook) -> dict[str, Callable[[Making], None]]:
    """What makes each relation that holds facts of the book."""
    facts: dict[str, Callable[[], Iterable[Row]]] = {
        "model_names": lambda: _model_names(book),
        "channel_names": lambda: _channel_names(book),
        "prices": lambda: _prices(book.intervals),
        "shut_models": lambda: _shut_models(book),
        "billing_policies": lambda: _policies(book),
    }

    def maker(name: str) -> Callable[[Making], None]:
        return lambda making: making.build.rows(name, facts[name]())

    def rates(making: Making) -> None:
        into = making.build.values["currency"]
        making.build.rows("conversion_rates", _conversions(book, into))

    return {"conversion_rates": rates, **{name: maker(name) for name in facts}}


def _channel_names(book: PriceBook) -> Iterator[Row]:
    for name, channel in book.channel_names:
        yield {"name": name, "channel": channel}


def _prices(intervals: Iterable[PriceInterval]) -> Iterator[Row]:
    known = list(intervals)
    told_apart: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for each in known:
        told_apart[each.key.channel, each.key.model, each.key.unit].update(each.key.variant)
    for each in known:
        words = told_apart[each.key.channel, each.key.model, each.key.unit]
        for starts, ends, assumed in _stretches(each):
            yield _price(each, words) | {
                "valid_from": _moment(starts),
                "valid_to": _moment(ends),
                "date_assumed": assumed,
            }


def _stretches(interval: PriceInterval) -> list[tuple[date, date, bool]]:
    """An interval by days; where nobody saw it begin, its date is assumed until it was read."""
    starts, ends, entry = interval.starts, interval.ends, interval.entry
    if not entry.date_assumed:
        return [(starts, ends, False)]
    read = min(max(entry.checked_on, starts), ends)
    stretches = [(starts, read, True), (read, ends, False)]
    return [stretch for stretch in stretches if stretch[0] < stretch[1]]


def _price(interval: PriceInterval, model_words: set[str]) -> Row:
    key, entry = interval.key, interval.entry
    return {
        "layer": key.layer,
        "channel": key.channel,
        "model": key.model,
        "operation": key.operation,
        "words": list(key.variant),
        "model_words": sorted(model_words),
        "model_sizes": sorted(filter(SIZE_WORD.match, model_words)),
        "service_tier": key.service_tier,
        "unit": key.unit,
        "unit_price": f"{entry.unit_price:f}",
        "block": None if entry.block is None else f"{entry.block:f}",
        "token_fps": entry.token_fps,
        "currency": entry.currency,
        "is_default": entry.default,
    }


def _shut_models(book: PriceBook) -> Iterator[Row]:
    for each in shut_names(book.shutdowns, book.entries, book.models):
        yield each._asdict() | {"shut_on": _moment(each.shut_on)}


def _policies(book: PriceBook) -> Iterator[Row]:
    for channel, outcome, scope, starts, ends, billed in policy_intervals(
        book.policies, book.models
    ):
        yield {
            "channel": channel,
            "outcome": outcome,
            "scope": scope,
            "valid_from": _moment(starts),
            "valid_to": _moment(ends),
            "billed": billed,
        }


def _model_names(book: PriceBook) -> Iterator[Row]:
    for family in book.models:
        for position, (name, versioned) in enumerate(family.keys):
            yield {
                "name": name,
                "versioned": versioned,
                "family": family.name,
                "media": family.media,
                "position": position,
            }


def _conversions(book: PriceBook, into: str) -> Iterator[Row]:
    for each in conversions(book.rates, into):
        yield {
            "currency": each.currency,
            "rate": f"{each.rate:f}",
            "valid_from": _moment(each.starts),
            "valid_to": _moment(each.ends),
        }


def _moment(day: date) -> str:
    """Midnight UTC; the open ends of time as years that TIMESTAMP holds."""
    return f"{day.isoformat() if day != date.min else '1900-01-01'} 00:00:00"
