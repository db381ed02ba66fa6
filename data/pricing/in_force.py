"""The prices of some models in force on a day, and those that changed or will."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from decimal import Decimal

    from data.pricing.book import PriceBook
    from data.pricing.checks import PriceInterval
    from data.pricing.entry import PriceEntry


class PriceInForce(NamedTuple):
    """What a channel asks for a model; `entry` is None where the book has no price of it."""

    channel: str
    model: str
    entry: PriceEntry | None


class PriceStep(NamedTuple):
    """A price that begins or ends on a day; `before` None: it is new, `after` None: it ends."""

    channel: str
    model: str
    day: date
    before: PriceEntry | None
    after: PriceEntry | None

    @property
    def change(self) -> Decimal | None:
        """By what share it rises; below 0: it falls. None where one of the two is not known."""
        if self.before is None or self.after is None or not self.before.price:
            return None
        alike = self.before.currency == self.after.currency
        return self.after.price / self.before.price - 1 if alike else None


def prices_in_force(
    book: PriceBook, used: Iterable[tuple[str, str]], day: date
) -> list[PriceInForce]:
    """The entries of each (channel, model) on a day, one row where there is none."""
    return [
        PriceInForce(channel, model, entry)
        for channel, model in used
        for entry in book.in_force(channel, model, day) or (None,)
    ]


def price_steps(
    book: PriceBook, used: Iterable[tuple[str, str]], after: date, until: date = date.max
) -> list[PriceStep]:
    """What changes for each (channel, model) after a day and up to another, the latest first.

    One that has none before is new. One that begins where nobody knows when never counts.
    """
    steps = {
        step: None
        for channel, model in used
        for step in _steps(channel, model, _of(book, channel, model))
        if after < step.day <= until
    }
    return sorted(steps, key=lambda step: (-step.day.toordinal(), step.channel, step.model))


def _of(book: PriceBook, channel: str, model: str) -> list[PriceInterval]:
    """The intervals of the names under which the channel prices the model."""
    names = book.priced_names(channel, model)
    here = book.channel_of(channel)
    return [
        each
        for each in book.intervals
        if (each.key.channel, each.key.model) in {(here, name) for name in names}
    ]


def _steps(channel: str, model: str, intervals: list[PriceInterval]) -> Iterator[PriceStep]:
    begin = {(each.key, each.starts): each.entry for each in intervals}
    end = {(each.key, each.ends): each.entry for each in intervals}
    for place in dict.fromkeys([*begin, *end]):
        day = place[1]
        before, after = end.get(place), begin.get(place)
        if day not in (date.min, date.max) and _asks(before) != _asks(after):
            yield PriceStep(channel, model, day, before, after)


def _asks(entry: PriceEntry | None) -> tuple[Decimal, str] | None:
    """An entry that only names another source asks for the same."""
    return None if entry is None else (entry.price, entry.currency)
