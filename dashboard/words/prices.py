"""Prices of the book in words: what they are for, since when, and how they change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboard.words.formats import label, symbol
from dashboard.words.media import listed
from data.pricing.entry import CREDITS
from data.review.levers.priced_work import OF_OUTPUTS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from data.pricing.entry import PriceEntry
    from data.pricing.in_force import PriceInForce, PriceStep


def is_of_outputs(entry: PriceEntry | None) -> bool:
    """Whether it is for what is delivered, outside the tiers of those who can wait or hurry."""
    return entry is not None and entry.unit in OF_OUTPUTS and entry.service_tier is None


def price_words(entry: PriceEntry) -> str:
    """`$0.0336`, `12 credits`: exactly as the book has it."""
    if entry.currency == CREDITS:
        return f"{entry.price:f} credits"
    return f"{symbol(entry.currency)}{entry.price:f}"


def unit_words(entry: PriceEntry) -> str:
    """`image`, `1M tokens image out`."""
    return entry.unit.replace("_", " ")


def serves_words(entry: PriceEntry) -> str | None:
    """The operations and variants it is for; None: any without a price of its own."""
    of = [*(each.replace("_", " ") for each in entry.operations), *entry.variant]
    return ", ".join(of) or None


def in_force_row(found: PriceInForce) -> dict[str, Any]:
    """A row of a table."""
    entry = found.entry
    assert entry is not None
    return {
        "model": found.model,
        "channel": found.channel,
        "price": price_words(entry),
        "unit": unit_words(entry),
        "of": serves_words(entry),
        "since": entry.valid_from,
        "tier": entry.service_tier,
        "checked": entry.checked_on,
        "certainty": entry.certainty,
        "source": entry.source,
    }


def step_row(step: PriceStep) -> dict[str, Any]:
    """A row of a table; what there is none of is None."""
    entry = step.after or step.before
    assert entry is not None
    return {
        "day": step.day,
        "model": step.model,
        "channel": step.channel,
        "unit": unit_words(entry),
        "of": serves_words(entry),
        "tier": entry.service_tier,
        "before": step.before and price_words(step.before),
        "after": step.after and price_words(step.after),
        "change": step.change,
    }


def steps_sentence(steps: Sequence[PriceStep], today: date, days: int) -> str:
    """How many prices changed, came or went in so many days, and how many are announced to."""
    past = [each for each in steps if each.day <= today]
    ahead = len(steps) - len(past)
    kinds = (
        (sum(bool(each.before and each.after) for each in past), "changed"),
        (sum(each.before is None for each in past), "came new"),
        (sum(each.after is None for each in past), "ended"),
    )
    told = [f"{n:,} {what}" for n, what in kinds if n]
    lately = f"{listed(told)} in the {days} days before" if told else f"None changed in {days} days"
    coming = (
        f"; {ahead:,} more {'is' if ahead == 1 else 'are'} announced"
        if ahead
        else "; none is announced to"
    )
    return f"Of their prices {lately}{coming}." if told else f"{lately}{coming}."


def unpriced_sentence(found: Sequence[PriceInForce]) -> str:
    """Which models the book has no price of today; empty where it has all."""
    missing = [f"{label(each.model)} at {label(each.channel)}" for each in found if not each.entry]
    if not missing:
        return ""
    return (
        f"The book has no price in force of {listed(missing)}: what the logs report counts, and "
        "what they do not is counted as unpriced."
    )
