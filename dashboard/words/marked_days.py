"""What happened on a day that a figure over time may have answered to, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dashboard.words.formats import label
from dashboard.words.prices import price_words, unit_words

if TYPE_CHECKING:
    from datetime import date

    from data.pricing.in_force import PriceStep
    from data.review.decisions import Decision


class MarkedDay(NamedTuple):
    """A day, one word for what happened, and a sentence that says it."""

    day: date
    word: str
    sentence: str


def of_price(step: PriceStep) -> MarkedDay:
    """A price that changed, came or went."""
    entry = step.after or step.before
    assert entry is not None
    name = f"{label(step.model)} at {label(step.channel)}, for one {unit_words(entry)}"
    if step.before is None:
        said = f"{name}: {price_words(entry)} is new"
    elif step.after is None:
        said = f"{name}: {price_words(entry)} ends"
    else:
        said = f"{name}: {price_words(step.before)} becomes {price_words(step.after)}"
    return MarkedDay(step.day, "price", said)


def of_decision(decision: Decision, since: date) -> MarkedDay:
    """A decision, from the day on which the weeks after it begin."""
    return MarkedDay(since, "decided", f"decided: {label(decision.text)} ({label(decision.owner)})")
