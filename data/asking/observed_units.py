"""Where the bills and the price book disagree on a model, by the bills of the last 30 days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date  # noqa: TC003 (a field of a dataclass)
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from data.errors import SettingsError
from data.pricing.entry import UNITS, PriceEntry, words
from data.relations.texts import relation_sql

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from duckdb import DuckDBPyConnection

    from data.pricing.book import PriceBook

FEWEST = 3
"""Bills below which a median says nothing: one odd call would be it."""
TOLERANCE = 0.01
"""How far bill and book may lie apart: rounding, and formulas that are near enough."""
DIGITS = 6
"""Significant digits of a price that is observed, not read."""


class Billed(NamedTuple):
    """One row of the relation `billed_models`."""

    channel: str | None
    model: str | None
    variant: str | None
    unit: str | None
    n: int
    days: int
    first_day: date
    last_day: date
    units: float | None
    book_cost: float | None
    billed_cost: float | None
    cost_per_unit: float | None
    ratio: float | None


@dataclass(frozen=True)
class Observed:
    """One channel, model and variant of which bills and book disagree. Figures are medians.

    `unit` is the book's; units are those of one request, the bills' in `billed_unit`. None: not
    known, or the book has several.
    """

    channel: str
    model: str
    variant: str | None
    unit: str | None
    book_units: float | None
    book_price: Decimal | None
    currency: str | None
    billed_unit: str | None
    observed_units: float | None
    observed_price: Decimal | None
    n: int
    days: int
    first_day: date
    last_day: date

    @property
    def source(self) -> str:
        """What an entry that rests on it says of where it comes from."""
        return f"observed in {self.n:,} bills from {self.first_day} to {self.last_day}"


def observed_units(
    cursor: DuckDBPyConnection, book: PriceBook, currency: str
) -> tuple[Observed, ...]:
    """Every model of which bills and book disagree, the one with most bills first.

    `currency` is that of the figures. The relations' own moment ends the 30 days.
    """
    rows = cursor.execute(relation_sql("billed_models")).fetchall()
    return tuple(_disagreements(book, currency, (Billed(*row) for row in rows)))


def _disagreements(book: PriceBook, currency: str, rows: Iterator[Billed]) -> Iterator[Observed]:
    for billed in rows:
        if billed.channel and billed.model and billed.n >= FEWEST:
            found = _beside_book(billed, serving(book, billed), currency)
            if _disagree(billed, found):
                yield found


def serving(book: PriceBook, billed: Billed | Observed) -> tuple[PriceEntry, ...]:
    """The standard prices in force that fit a variant, one of its own before one of any."""
    if billed.channel is None or billed.model is None:
        return ()
    said = words(billed.variant or "")
    here = [
        entry
        for entry in book.in_force(billed.channel, billed.model, billed.last_day)
        if entry.service_tier in (None, "standard")
    ]
    own = [each for each in here if any(words(name) <= said for name in each.variant)]
    return tuple(own or [each for each in here if not each.variant or (each.default and not said)])


def _beside_book(billed: Billed, entries: Sequence[PriceEntry], currency: str) -> Observed:
    sole = entries[0] if len({(each.unit, each.price) for each in entries}) == 1 else None
    return Observed(
        channel=billed.channel or "",
        model=billed.model or "",
        variant=billed.variant,
        unit=sole.unit if sole else None,
        book_units=_book_units(billed, sole, currency),
        book_price=sole.price if sole else None,
        currency=sole.currency if sole else currency,
        billed_unit=billed.unit,
        observed_units=billed.units,
        observed_price=_observed_price(billed, sole, currency),
        n=billed.n,
        days=billed.days,
        first_day=billed.first_day,
        last_day=billed.last_day,
    )


def _book_units(billed: Billed, sole: PriceEntry | None, currency: str) -> float | None:
    if sole is None or not sole.price or sole.currency != currency or billed.book_cost is None:
        return None
    return billed.book_cost / float(sole.price)


def _observed_price(billed: Billed, sole: PriceEntry | None, currency: str) -> Decimal | None:
    """The price by which the book comes to what was billed; else that of the unit billed."""
    if sole and billed.ratio is not None:
        return _rounded(float(sole.price) * billed.ratio)
    if sole and (billed.unit != sole.unit or sole.currency != currency):
        return None
    if billed.unit in UNITS and billed.cost_per_unit is not None:
        return _rounded(billed.cost_per_unit)
    return None if sole or billed.billed_cost is None else _rounded(billed.billed_cost)


def _rounded(price: float) -> Decimal:
    return Decimal(f"{price:.{DIGITS}g}").normalize() + 0


def _disagree(billed: Billed, found: Observed) -> bool:
    """Whether money or units lie apart; where the book has no price at all it is unpriced, no more.

    Units that fal does not name are those of its own price list, as the book's are.
    """
    if found.book_price is None:
        return billed.ratio is not None and _apart(billed.ratio, 1)
    if found.observed_price is not None:
        return _apart(float(found.observed_price), float(found.book_price))
    return (
        found.observed_units is not None
        and found.book_units is not None
        and _apart(found.observed_units, found.book_units)
    )


def _apart(one: float, other: float) -> bool:
    return abs(one - other) > TOLERANCE * abs(other)


def observed_entry(
    found: Sequence[Observed],
    book: PriceBook,
    model: str,
    *,
    channel: str | None,
    variant: str | None,
    starts: date | None,
    today: date,
) -> PriceEntry:
    """The price that bills of the model speak for, to be appended to the team's own.

    Raises SettingsError where nothing was observed, or more than one thing.
    """
    each = _the_one(found, model, channel, variant)
    if each.observed_price is None:
        raise SettingsError(
            f"{each.channel} / {each.model}: the bills tell no price of one unit that the book "
            "counts. Add it by hand: offcut prices add CHANNEL MODEL UNIT PRICE."
        )
    old = next(iter(serving(book, each)), None)
    fields = {
        **(old.model_dump(exclude={"note", "layer", "valid_to"}) if old else {}),
        "channel": each.channel,
        "model": old.model if old else each.model,
        "unit": each.unit or (each.billed_unit if each.billed_unit in UNITS else "run"),
        "price": each.observed_price,
        "currency": each.currency,
        "valid_from": starts or each.first_day,
        "source": each.source,
        "checked_on": today,
        "certainty": "medium",
    }
    return PriceEntry(**fields)


def _the_one(
    found: Sequence[Observed], model: str, channel: str | None, variant: str | None
) -> Observed:
    fitting = [
        each
        for each in found
        if each.model.lower() == model.lower()
        and channel in (None, each.channel)
        and variant in (None, each.variant)
    ]
    if not fitting:
        known = ", ".join(dict.fromkeys(each.model for each in found)) or "none"
        raise SettingsError(
            f"{model}: bills and price book do not disagree on it, or fewer than {FEWEST} bills of "
            f"the last 30 days tell. They disagree on: {known}."
        )
    if len(fitting) > 1:
        listed = "; ".join(f"{each.channel}, {each.variant or 'no variant'}" for each in fitting)
        raise SettingsError(
            f"{model}: observed more than once ({listed}). Say which: offcut prices add CHANNEL "
            "--observed MODEL --variant NAME."
        )
    return fitting[0]
