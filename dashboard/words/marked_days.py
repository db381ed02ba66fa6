"""What happened on a day that a figure over time may have answered to, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dashboard.words.formats import label
from dashboard.words.prices import is_of_outputs, price_words, unit_words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from data.pricing.in_force import PriceStep
    from data.review.decisions import Decision


class MarkedDay(NamedTuple):
    """A day, one word for what happened, and a sentence that says it."""

    day: date
    word: str
    sentence: str


def of_prices(steps: Sequence[PriceStep]) -> MarkedDay:
    """Prices of one model at one channel that change or end on one day, those of outputs first."""
    first, *others = sorted(steps, key=lambda step: not is_of_outputs(step.before))
    assert first.before is not None
    name = f"{label(first.model)} at {label(first.channel)}, for one {unit_words(first.before)}"
    said = (
        f"{price_words(first.before)} ends"
        if first.after is None
        else f"{price_words(first.before)} becomes {price_words(first.after)}"
    )
    more = f", and {len(others):,} more of its prices" if others else ""
    return MarkedDay(first.day, "price", f"{name}: {said}{more}")


def of_decision(decision: Decision, since: date) -> MarkedDay:
    """A decision, from the day on which the weeks after it begin."""
    return MarkedDay(since, "decided", f"decided: {label(decision.text)} ({label(decision.owner)})")
