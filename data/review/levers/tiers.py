"""A slower, cheaper tier for what nobody waited for."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

from data.commitments.wording import money
from data.review.findings.finding import Finding, cents
from data.review.levers.claims import claiming_saving
from data.review.levers.priced_work import own_price, priced_work, prices_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.review.facts import Facts
    from data.review.levers.priced_work import PricedWork

PATIENT = ("batch", "flex")


def patient_tier(facts: Facts) -> Iterator[Finding]:
    """Work that the channel's batch or flex tier would have done for less.

    Only attempts of reviewed work on which nobody decided within a day of their end; it assumes
    that nobody needed them sooner either, and that the tier answers within the day.
    It claims what an output of the model costs at the channel then.
    """
    saved: defaultdict[tuple[str, str, str], list[tuple[Decimal, int]]] = defaultdict(list)
    for work in facts.once(priced_work):
        if work.unhurried and (found := _cheaper(facts, work)):
            tier, share = found
            saving = work.unhurried_money * share
            saved[work.channel, work.model, tier].append((saving, work.unhurried))
    for (channel, model, tier), parts in saved.items():
        whole = sum((saving for saving, _ in parts), Decimal(0))
        a_week = cents(float(whole) / facts.thresholds.recent_weeks)
        n = sum(attempts for _, attempts in parts)
        saved_money = money(a_week, facts.settings.currency)
        sentence = (
            f"On {n:,} attempts of {model} at {channel} nobody decided within a day: its {tier} "
            f"tier does them for {saved_money} a week less, if nobody needed them sooner."
        )
        where = (("channel", (channel,)), ("model", (model,)))
        lever = Finding("patient_tier", sentence, a_week, n, "attempts", where)
        yield claiming_saving(facts, lever, "cost_per_generation", whole)


def _cheaper(facts: Facts, work: PricedWork) -> tuple[str, Decimal] | None:
    """The patient tier that saves most, and the share of the price it saves."""
    found = list(prices_of(facts, work.channel, work))
    own = own_price(found)
    if own is None or not own.price:
        return None
    saved = [
        (1 - each.price / own.price, each.service_tier)
        for each in found
        if each.service_tier in PATIENT and (each.unit, each.variant) == (own.unit, own.variant)
    ]
    share, tier = max(saved, default=(Decimal(0), None))
    return (tier, share) if tier and share > 0 else None
