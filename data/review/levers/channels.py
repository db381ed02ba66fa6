"""The same model at a cheaper channel."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

from data.commitments.wording import money
from data.review.findings.finding import Finding, cents, only
from data.review.levers.claims import claiming_saving
from data.review.levers.priced_work import own_price, priced_work, prices_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.pricing.entry import PriceEntry
    from data.review.facts import Facts
    from data.review.levers.priced_work import PricedWork
    from data.review.predictions import Filters

LEAST_SAVING = Decimal("0.05")
"""Of the price: less is not worth another account."""


def cheaper_channel(facts: Facts) -> Iterator[Finding]:
    """Work that another channel sells for less today, by the dated prices of the book.

    The same model family, operation, variant, unit and currency, outside batch tiers. It assumes
    that the model gives there what it gives here. It claims what an output of it costs then.
    """
    saved: defaultdict[tuple[str, str, str], list[tuple[Decimal, int]]] = defaultdict(list)
    for work in facts.once(priced_work):
        own = own_price(prices_of(facts, work.channel, work))
        if own is None or not own.price:
            continue
        offers = {each: own_price(prices_of(facts, each, work)) for each in _others(facts, work)}
        known = [(each.price, name) for name, each in offers.items() if each and _alike(own, each)]
        price, channel = min(known, default=(own.price, ""))
        share = 1 - price / own.price
        if share >= LEAST_SAVING:
            saved[work.channel, channel, work.model].append((work.money * share, work.attempts))
    for (channel, other, model), parts in saved.items():
        whole = sum((saving for saving, _ in parts), Decimal(0))
        a_week = cents(float(whole) / facts.thresholds.recent_weeks)
        sentence = (
            f"{model} is sold for less at {other} than at {channel}: "
            f"{money(a_week, facts.settings.currency)} a week on the work of the last "
            f"{facts.thresholds.recent_weeks} weeks, if it gives there what it gives here."
        )
        where = (("channel", (channel,)), ("model", (model,)))
        n = sum(attempts for _, attempts in parts)
        lever = Finding("cheaper_channel", sentence, a_week, n, "attempts", where)
        anywhere = _wherever(facts, model)
        yield claiming_saving(facts, lever, "cost_per_generation", whole, where=anywhere)


def _wherever(facts: Facts, model: str) -> Filters:
    """The model by any of its names, as another channel has its own."""
    family = facts.figures.book.family_of(model)
    return only("model", model) if family is None else only("model_family", family.name)


def _others(facts: Facts, work: PricedWork) -> list[str]:
    book = facts.figures.book
    names = {interval.key.channel for interval in book.intervals}
    return sorted(names - {book.channel_of(work.channel)})


def _alike(own: PriceEntry, offer: PriceEntry) -> bool:
    return (offer.unit, offer.currency) == (own.unit, own.currency)
