"""Which of the offers that were sized to take."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.commitments.offers.outcome import OfferOutcome

AS_GOOD = Decimal("1.01")
"""Means within a hundredth are the same; then the least committed is taken."""


def choose(outcomes: Sequence[OfferOutcome]) -> OfferOutcome | None:
    """The least committed of those that cost least in the mean and get the work done."""
    eligible = [each for each in outcomes if each.covers]
    if not eligible:
        return None
    least = min(each.cost.mean for each in eligible)
    as_good = [each for each in eligible if each.cost.mean <= least * AS_GOOD]
    return min(as_good, key=lambda each: (each.committed, each.cost.mean))
