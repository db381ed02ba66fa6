"""A channel that nobody asked about, where the same work would cost less call by call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.commitments.wording import money

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.commitments.offers.market import Market
    from data.commitments.offers.outcome import OfferOutcome


def cheaper_unasked(chosen: OfferOutcome | None, market: Market) -> Iterator[str]:
    """What the cheapest of them asks, and how to have it weighed; nothing where none is cheaper."""
    cheapest = next(iter(market.unasked), None)
    if chosen is None or cheapest is None or cheapest.cost.mean >= chosen.cost.mean:
        return
    seller = cheapest.offer.seller
    less = money(chosen.cost.mean - cheapest.cost.mean, seller.currency)
    yield (
        f"Call by call the same work would cost {money(cheapest.cost.mean, seller.currency)} at "
        f"{seller.title}, {less} less, if its models wasted as little there: name it as a platform "
        f"to have it weighed."
    )
