"""Models that a channel has shut, and the day from which it no longer serves them."""

from __future__ import annotations

from datetime import date  # noqa: TC003 (a field of a named tuple)
from typing import TYPE_CHECKING, Annotated, NamedTuple

from pydantic import Field

from data.pricing.entry import CertaintyName, Fact, Line, PlainDate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from data.pricing.entry import PriceEntry
    from data.pricing.model_families import ModelFamily


class Shutdown(Fact):
    """One model that one channel serves no more from `shut_on` on (00:00 UTC)."""

    channel: Line
    model: Line
    shut_on: PlainDate
    source: Line
    checked_on: PlainDate
    certainty: CertaintyName
    note: Line | None = None
    layer: Annotated[int, Field(ge=0, exclude=True)] = 0

    @property
    def title(self) -> str:
        """The model and its day."""
        return f"{self.model} shut on {self.shut_on}"


class ShutName(NamedTuple):
    """A name, in lower case, under which a channel serves a model no more from a day on."""

    channel: str
    name: str
    versioned: bool
    shut_on: date


def shut_days(shutdowns: Iterable[Shutdown]) -> dict[tuple[str, str], date]:
    """By channel and model in lower case; a later folder's word goes before an earlier one's."""
    in_order = sorted(shutdowns, key=lambda each: each.layer)
    return {(each.channel, each.model.lower()): each.shut_on for each in in_order}


def shut_names(
    shutdowns: Iterable[Shutdown], entries: Iterable[PriceEntry], families: Iterable[ModelFamily]
) -> Iterator[ShutName]:
    """Every name of every shut model.

    Another name of its family is shut with the last of those that the channel prices, and open as
    long as one of them is.
    """
    days = shut_days(shutdowns)
    priced = {(entry.channel, entry.model.lower()) for entry in entries}
    listed = {key for family in families for key in family.keys}
    for (channel, model), day in days.items():
        if (model, False) not in listed:
            yield ShutName(channel, model, versioned=False, shut_on=day)
    channels = {channel for channel, _ in days}
    for family in families:
        for channel in sorted(channels):
            yield from _family_names(family, channel, days, priced)


def _family_names(
    family: ModelFamily,
    channel: str,
    days: dict[tuple[str, str], date],
    priced: set[tuple[str, str]],
) -> Iterator[ShutName]:
    here = [(channel, name) for name, versioned in family.keys if not versioned]
    shut = [days[key] for key in here if key in days]
    is_open = not shut or any(key in priced and key not in days for key in here)
    for name, versioned in family.keys:
        if not versioned and (channel, name) in days:
            yield ShutName(channel, name, versioned, days[channel, name])
        elif not is_open:
            yield ShutName(channel, name, versioned, max(shut))
