"""What the price book asks at a channel, as rates in money: an image, a second or a run each.

So work can be counted in the money of a channel that it was not done at. Prices by tokens or pixels
are left out: of work elsewhere nobody knows how many there would be.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.commitments.terms.packs import CreditRate
from data.commitments.terms.platform import Platform
from data.pricing.policies import MEDIA, policy_intervals

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from data.commitments.terms.amounts import Charged, RateUnit
    from data.pricing.book import PriceBook
    from data.pricing.currencies import RateInForce
    from data.pricing.entry import PriceEntry
    from data.pricing.policies import Outcome

BY_OUTPUT: dict[str, RateUnit] = {"image": "image", "second": "second", "run": "run"}
"""Units whose number is known before the work is: tokens and megapixels are not."""
FROM_TEXT = {"text_to_image", "text_to_video"}
FAILED: tuple[Outcome, ...] = ("technical_failure",)
BLOCKED: tuple[Outcome, ...] = ("blocked_input", "blocked_output")


@dataclass(frozen=True)
class PricedChannel:
    """A channel that bills each call, as a platform whose credits are money."""

    platform: Platform
    priced_in: str | None
    """The currency of its prices, where they have but one."""
    converted_at: RateInForce | None = None
    """The rate by which they were converted, where they are in one other currency."""


def priced_channels(book: PriceBook) -> frozenset[str]:
    """The channels that ask a price for an image, a second or a run."""
    return frozenset(each.channel for each in book.entries if each.unit in BY_OUTPUT)


def priced_channel(
    book: PriceBook,
    channel: str,
    title: str,
    on: date,
    currency: str,
    rates: Mapping[str, RateInForce],
) -> PricedChannel | None:
    """What a channel asks on a day, in a currency that `rates` convert into; None without a price.

    Prices in a currency without a rate are left out: work that needs them has none.
    """
    asked = list(_asked(book, channel, on))
    if not asked:
        return None
    found: list[CreditRate] = []
    for name, entry in asked:
        rate = rates.get(entry.currency)
        if entry.currency == currency or rate is not None:
            price = entry.price if rate is None else entry.price * rate.rate
            found += _rates(name, entry, price)
    currencies = {entry.currency for _, entry in asked}
    priced_in = currencies.pop() if len(currencies) == 1 else None
    return PricedChannel(
        Platform(
            name=f"{channel}, pay as you go",
            title=title,
            credit=currency,
            currency=currency,
            credit_list_price=None,
            charges_failed=_charges(book, channel, FAILED, on),
            charges_blocked=_charges(book, channel, BLOCKED, on),
            rates=tuple({(rate.key, rate.unit): rate for rate in found}.values()),
        ),
        priced_in,
        rates.get(priced_in) if priced_in else None,
    )


def _asked(book: PriceBook, channel: str, on: date) -> Iterator[tuple[str, PriceEntry]]:
    """Every price in force for making something, by the name of its model's family."""
    names: dict[str, None] = {}
    for entry in book.entries:
        if entry.channel == channel and entry.unit in BY_OUTPUT:
            family = book.family_of(entry.model)
            names[family.name if family else entry.model] = None
    for name in names:
        asked = [
            each
            for each in book.in_force(channel, name, on)
            if each.unit in BY_OUTPUT and each.service_tier in {None, "standard"}
        ]
        yield from ((name, entry) for entry in _making(asked))


def _making(entries: Sequence[PriceEntry]) -> list[PriceEntry]:
    """Prices for making from text where there are any, of the last folder that has."""
    from_text = [each for each in entries if not each.operations or FROM_TEXT & {*each.operations}]
    kept = from_text or entries
    last = max((each.layer for each in kept), default=0)
    return [each for each in kept if each.layer == last]


def _rates(name: str, entry: PriceEntry, price: Decimal) -> Iterator[CreditRate]:
    for_any = CreditRate(
        model=name,
        unit=BY_OUTPUT[entry.unit],
        credits=price,
        default=entry.default,
        source=entry.source,
        checked_on=entry.checked_on,
        certainty=entry.certainty,
    )
    if not entry.variant:
        yield for_any
    for variant in entry.variant:
        yield for_any.model_copy(update={"variant": variant})


def _charges(book: PriceBook, channel: str, outcomes: Sequence[Outcome], on: date) -> Charged:
    """Whether an attempt that brought nothing is billed, where all rules of a day say the same."""
    said = {
        billed
        for _, outcome, scope, starts, ends, billed in policy_intervals(
            (each for each in book.policies if each.channel == channel), book.models
        )
        if outcome in outcomes and scope in MEDIA and starts <= on < ends
    }
    return "yes" if said == {"yes"} else "no" if said == {"no"} else "unknown"
