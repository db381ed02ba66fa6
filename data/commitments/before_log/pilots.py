"""What it costs to find out how much is wasted: so many briefs, bought without a commitment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.commitments.offers.pilot import Purchase, cheapest_purchase
from data.commitments.rounding import CENT

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from data.commitments.before_log.places import Place


@dataclass(frozen=True)
class StatedPilot:
    """A pilot at one place: what to buy if an asset takes few attempts, and if it takes many."""

    place: Place
    low: Purchase
    high: Purchase
    at_most: Purchase
    """If it takes many, and as many briefs as nine teams in ten are settled after."""

    @property
    def ends(self) -> tuple[Purchase, Purchase]:
        """Both ends of what is likely."""
        return self.low, self.high


def pilots(
    places: Iterable[Place],
    briefs: tuple[int, int],
    attempts: tuple[Decimal, Decimal],
    weeks: int,
) -> tuple[StatedPilot, ...]:
    """A pilot at each place that sells without a year, the cheapest first.

    `briefs`: as many as are likely needed, and as many as are at most. One brief is one usable
    asset.
    """
    likely, most = briefs
    low, high = attempts
    found = []
    for place in places:
        bought = [
            _purchase(place, n * each, weeks)
            for n, each in ((likely, low), (likely, high), (most, high))
        ]
        kept = [each for each in bought if each is not None]
        if len(kept) == len(bought):
            found.append(StatedPilot(place, *kept))
    return tuple(sorted(found, key=lambda each: (each.high.cost, each.low.cost)))


def _purchase(place: Place, attempts: Decimal, weeks: int) -> Purchase | None:
    taken = (place.takes.each * attempts).quantize(CENT)
    if place.bills_each_call:
        return Purchase(f"{place.seller.title}, pay as you go", taken)
    return cheapest_purchase(taken, weeks, place.plans, place.packs)
