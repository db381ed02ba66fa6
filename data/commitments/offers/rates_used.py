"""The exchange rates that prices were converted by, of one offer or of all, and in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.commitments.wording import day

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from data.commitments.terms.offer import Offer
    from data.pricing.currencies import RateInForce

LEAST_DECIMALS = 4
LAST_FIGURE = 3
"""Places after the first figure that a small rate is told to."""


def rates_of(offers: Iterable[Offer]) -> tuple[RateInForce, ...]:
    """Each rate once, by currency."""
    return tuple(sorted({rate for offer in offers for rate in offer.rates}))


def rate_sentence(rate: RateInForce) -> str:
    """For example: Prices in USD at 1 USD = 0.9200 EUR of 14 November 2026."""
    return (
        f"Prices in {rate.currency} at 1 {rate.currency} = {rate_words(rate.rate)} {rate.into} "
        f"of {day(rate.day)}."
    )


def rate_words(rate: Decimal) -> str:
    """Four decimals, or four figures where it is small: `0.9200`, `0.006172`."""
    decimals = max(LEAST_DECIMALS, LAST_FIGURE - rate.adjusted())
    return f"{rate:.{decimals}f}"
