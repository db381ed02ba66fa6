"""The answer of a sizing in three numbers: what to buy, what it costs, what it saves."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dashboard.words.formats import NOTHING, counted, day
from data.commitments.advice.decision_words import credits_words, due_words
from data.commitments.advice.missing_evidence import likely_words, range_words
from data.commitments.wording import money, percent

if TYPE_CHECKING:
    from data.commitments.demand.evidence import MoreBriefs
    from data.commitments.futures.horizon import Horizon
    from data.commitments.offers.outcome import OfferOutcome
    from data.commitments.offers.pilot import Pilot
    from data.commitments.sizing import Sizing


class Number(NamedTuple):
    """One of the three, all of it our own words: names stay in the sentences."""

    title: str
    value: str
    beside: str
    meaning: str


def card_of(sizing: Sizing, currency: str) -> tuple[Number, ...]:
    """What to buy, cost and saving; of a pilot what is missing, its price and its time.

    None where there is neither.
    """
    found = sizing.recommendation
    if found.outcome is not None:
        return _decided(found.outcome, sizing.horizon)
    if found.pilot is not None:
        more = found.elsewhere.briefs if found.elsewhere else sizing.evidence.more
        return _piloted(found.pilot, more, currency)
    return ()


def _decided(chosen: OfferOutcome, horizon: Horizon) -> tuple[Number, ...]:
    currency = chosen.offer.seller.currency
    low, high = money(chosen.cost.p10, currency), money(chosen.cost.p90, currency)
    a_month, a_year = credits_words(chosen, horizon)
    due = due_words(chosen, f"on {day(horizon.buys_on)}" if horizon.lead_days else "now")
    buy = Number("Buy a month", a_month, f"{a_year}; {due}", "What is committed to.")
    cost = Number(
        "Cost",
        low if low == high else f"{low} to {high}",
        f"{money(chosen.cost.mean, currency)} expected until {day(horizon.ends_on)}",
        "Four of five futures lie in this range.",
    )
    return buy, cost, _saving(chosen)


def _saving(chosen: OfferOutcome) -> Number:
    meaning = "Against today's way, in the same futures: its cost less this one's."
    if chosen.saved is None or chosen.savings is None or chosen.base == chosen.title:
        return Number("Saving", NOTHING, "this is today's way", meaning)
    less = "less" if chosen.saved >= 0 else "more"
    beside = f"{percent(abs(chosen.savings))} {less} than today's way"
    return Number("Saving", money(chosen.saved, chosen.offer.seller.currency), beside, meaning)


def _piloted(pilot: Pilot, more: MoreBriefs, currency: str) -> tuple[Number, ...]:
    missing = range_words(more) if more else f"{pilot.briefs:,}"
    price = money(pilot.purchase.cost, currency) if pilot.purchase else NOTHING
    paid = "bought without a commitment"
    if pilot.is_held:
        price, paid = "nothing more", "all of its credits are in hand"
    weeks = NOTHING if pilot.weeks is None else counted(pilot.weeks, "week")
    return (
        Number("Briefs to make", missing, likely_words(more), "Until enough is known."),
        Number("The pilot costs", price, paid, "Its credits alone."),
        Number(
            "It takes",
            weeks,
            "pace unknown" if pilot.weeks is None else "at your pace",
            "By how many briefs were settled a week so far.",
        ),
    )
