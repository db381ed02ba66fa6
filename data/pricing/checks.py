"""Checks of the price book's facts against each other. Every complaint is one sentence."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from data.errors import unknown_name
from data.pricing.entry import CREDITS, PriceEntry, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from data.pricing.files import Gathered, Placed
    from data.pricing.shutdowns import Shutdown


NEVER_SHUT: Mapping[tuple[str, str], date] = MappingProxyType({})


class PriceKey(NamedTuple):
    """What at most one price may be in force for. `variant` is the sorted words of the variant."""

    layer: int
    channel: str
    model: str
    operation: str | None
    variant: tuple[str, ...]
    service_tier: str | None
    unit: str


class PriceInterval(NamedTuple):
    """A price for one key in [starts, ends)."""

    key: PriceKey
    entry: PriceEntry
    starts: date
    ends: date


def keys(entry: PriceEntry) -> Iterator[PriceKey]:
    """Every key an entry prices: one per operation and variant it lists."""
    for operation in entry.operations or (None,):
        for variant in entry.variant or ("",):
            yield PriceKey(
                entry.layer,
                entry.channel,
                entry.model.lower(),
                operation,
                tuple(sorted(words(variant))),
                entry.service_tier,
                entry.unit,
            )


def price_intervals(
    entries: Iterable[PriceEntry], shut_on: Mapping[tuple[str, str], date] = NEVER_SHUT
) -> list[PriceInterval]:
    """Entries with their ends: `valid_to`, else the start of the key's next entry, else never.

    No price is in force from the day on which its model was shut, by channel and model.
    """
    by_key: dict[PriceKey, list[PriceEntry]] = defaultdict(list)
    for entry in entries:
        for key in keys(entry):
            by_key[key].append(entry)
    found = []
    for key, dated in by_key.items():
        dated.sort(key=lambda entry: entry.valid_from or date.min)
        following = [entry.valid_from or date.max for entry in dated[1:]] + [date.max]
        for entry, next_start in zip(dated, following, strict=True):
            starts, ends = entry.valid_from or date.min, entry.valid_to or next_start
            ends = min(ends, shut_on.get((key.channel, key.model), date.max))
            if starts < ends:
                found.append(PriceInterval(key, entry, starts, ends))
    return found


def complaints(gathered: Gathered) -> Iterator[str]:
    """Everything wrong between facts that are each fine by themselves."""
    yield from _price_complaints(gathered.prices)
    yield from _currency_complaints(gathered.prices)
    yield from _shutdown_complaints(gathered.shutdowns)
    yield from _channel_complaints(gathered)
    yield from _policy_complaints(gathered)
    yield from _family_complaints(gathered)
    yield from _rate_complaints(gathered)


def _price_complaints(prices: list[Placed[PriceEntry]]) -> Iterator[str]:
    by_key: dict[PriceKey, list[Placed[PriceEntry]]] = defaultdict(list)
    for price in prices:
        for key in keys(price.fact):
            by_key[key].append(price)
    told = set()
    for same in by_key.values():
        for earlier, later in pairwise(same):
            sentence = _pair_complaint(earlier, later)
            if sentence and sentence not in told:
                told.add(sentence)
                yield sentence


def _pair_complaint(earlier: Placed[PriceEntry], later: Placed[PriceEntry]) -> str | None:
    """What is wrong with two entries of one key that follow each other in the file."""
    first, second = earlier.fact, later.fact
    if earlier is later:
        return f"{later.where}: lists the same operation or variant twice. Name each once."
    if earlier.file != later.file:
        return f"{later.where}: already priced in {earlier.where}. Keep a channel in one file."
    if first.valid_from == second.valid_from:
        start = second.valid_from or "the beginning"
        return f"{later.where}: duplicate of {earlier.where}, both from {start}. Delete one."
    if (second.valid_from or date.min) < (first.valid_from or date.min):
        return (
            f"{earlier.where}: wrong order, it starts {first.valid_from}. "
            f"Move entry {earlier.number} after entry {later.number}."
        )
    if first.valid_to and second.valid_from and first.valid_to > second.valid_from:
        return (
            f"{later.where}: starts {second.valid_from}, while {earlier.where} is valid to "
            f"{first.valid_to}: they overlap. End the earlier one where the later one starts."
        )
    return None


def _currency_complaints(prices: list[Placed[PriceEntry]]) -> Iterator[str]:
    first_of: dict[tuple[int, str, str], Placed[PriceEntry]] = {}
    for price in prices:
        entry = price.fact
        first = first_of.setdefault((entry.layer, entry.channel, entry.model.lower()), price)
        if entry.currency != first.fact.currency and CREDITS not in {
            entry.currency,
            first.fact.currency,
        }:
            yield (
                f"{price.where}: priced in {entry.currency}, but {first.where} in "
                f"{first.fact.currency}. One model has one currency at one channel."
            )


def _shutdown_complaints(shutdowns: list[Placed[Shutdown]]) -> Iterator[str]:
    seen: dict[tuple[int, str, str], str] = {}
    for placed in shutdowns:
        each = placed.fact
        where = seen.setdefault((each.layer, each.channel, each.model.lower()), placed.where)
        if where != placed.where:
            yield f"{placed.where}: duplicate of {where}. Delete one."


def _channel_complaints(gathered: Gathered) -> Iterator[str]:
    named: dict[str, str] = {}
    for name, channel in gathered.channel_names:
        if named.setdefault(name, channel) != channel:
            yield f"The name {name!r} stands for two channels: {named[name]} and {channel}."


def _policy_complaints(gathered: Gathered) -> Iterator[str]:
    families = {placed.fact.name for placed in gathered.families}
    seen: dict[tuple[object, ...], str] = {}
    for placed in gathered.policies:
        policy = placed.fact
        for name in policy.families:
            if name not in families:
                yield f"{placed.where}: {unknown_name('model family', name, families)}"
        for outcome in policy.outcomes:
            for scope in policy.scopes:
                key = (policy.layer, policy.channel, outcome, scope, policy.valid_from)
                if seen.setdefault(key, placed.where) != placed.where:
                    yield f"{placed.where}: duplicate of {seen[key]} for {outcome}. Delete one."


def _family_complaints(gathered: Gathered) -> Iterator[str]:
    owner: dict[tuple[str, bool], str] = {}
    media: dict[str, str] = {}
    for placed in gathered.families:
        family = placed.fact
        if media.setdefault(family.name, family.media) != family.media:
            yield f"{placed.where}: makes {family.media}, but {media[family.name]} elsewhere."
        for key in family.keys:
            if owner.setdefault(key, family.name) != family.name:
                yield (
                    f"{placed.where}: the name {key[0]!r} names two models, {owner[key]} and "
                    f"{family.name}. Leave it with one of them."
                )


def _rate_complaints(gathered: Gathered) -> Iterator[str]:
    seen: dict[tuple[str, str, date], str] = {}
    for placed in gathered.rates:
        rate = placed.fact
        where = seen.setdefault((rate.base, rate.quote, rate.day), placed.where)
        if where != placed.where:
            yield f"{placed.where}: duplicate of {where}. Delete one."
        if rate.rate == 0 or rate.base == rate.quote:
            yield f"{placed.where}: a rate is above 0 and between two currencies."
