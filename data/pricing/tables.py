"""The price book as TEMP tables of a DuckDB connection, for `relations/06_prices`."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any

from data.pricing.currencies import rate_intervals
from data.pricing.entry import SIZE_WORD
from data.pricing.policies import policy_intervals
from data.relations.builder import relation_sql

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from duckdb import DuckDBPyConnection

    from data.pricing.book import PriceBook
    from data.pricing.checks import PriceInterval

Row = dict[str, Any]
STEPS = ("logged_keys", "price_keys", "key_prices", "price_menus", "key_policies", "computed_costs")
COSTS = (
    "attempt_no BIGINT, computed_cost DECIMAL(38, 12), currency VARCHAR, price_assumed BOOLEAN, "
    "billed VARCHAR, price_note VARCHAR"
)
"""The columns of computed_costs."""


def register(book: PriceBook, con: DuckDBPyConnection) -> None:
    """Create or replace the TEMP tables model_names, channel_names, currency_rates in `con`."""
    _create(con, "model_names", _model_names(book))
    named = ({"name": name, "channel": channel} for name, channel in book.channel_names)
    _create(con, "channel_names", named)
    _create(con, "currency_rates", _rates(book))


def _create(con: DuckDBPyConnection, table: str, rows: Iterable[Row]) -> None:
    create = f"CREATE OR REPLACE TEMP TABLE {table} AS {relation_sql(table)}"
    con.execute(create, [json.dumps(list(rows))])


def compute_costs(book: PriceBook, con: DuckDBPyConnection) -> None:
    """Price the relation `attempts_to_price` into the TEMP table computed_costs.

    One row per attempt that the book, which must be registered, knows something of: attempt_no,
    computed_cost, currency, price_assumed, billed, price_note. `attempts_to_price` is read twice,
    so it had better be stored, or a view that costs little. The steps between are TEMP tables named
    after their files, like prices and billing_policies; there are none where no attempt has a price
    to look up.
    """
    priceable = relation_sql("priceable_attempts")
    con.execute(f"CREATE OR REPLACE TEMP VIEW priceable_attempts AS {priceable}")
    if con.execute("SELECT EXISTS (FROM priceable_attempts)").fetchall() == [(False,)]:
        con.execute(f"CREATE OR REPLACE TEMP TABLE computed_costs ({COSTS})")
        return
    _create(con, "prices", _prices(book.intervals))
    _create(con, "billing_policies", _policies(book))
    for step in STEPS:
        con.execute(f"CREATE OR REPLACE TEMP TABLE {step} AS {relation_sql(step)}")


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


def _rates(book: PriceBook) -> Iterator[Row]:
    for rate, ends in rate_intervals(book.rates):
        yield {
            "base": rate.base,
            "quote": rate.quote,
            "rate": f"{rate.rate:f}",
            "valid_from": _moment(rate.day),
            "valid_to": _moment(ends),
        }


def _moment(day: date) -> str:
    """Midnight UTC; the open ends of time as years that TIMESTAMP holds."""
    return f"{day.isoformat() if day != date.min else '1900-01-01'} 00:00:00"
