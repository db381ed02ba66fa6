"""What a chosen offer rests on and what it risks, in sentences."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from data.commitments.wording import counted, day, listed, money, number, percent, unit_price

if TYPE_CHECKING:
    from data.commitments.demand.evidence import EvidenceReport
    from data.commitments.offers.outcome import OfferOutcome

HARDLY_ANY = Decimal("0.005")
NEARLY_ALL = Decimal("0.995")
"""What would read 100 % although some lapse."""


def risk_words(chosen: OfferOutcome) -> tuple[str, ...]:
    """Cash at risk, use, months with top-ups, what is carried over, regret, cost an asset."""
    sentences = [
        _at_risk(chosen),
        _use(chosen),
        _run_out(chosen),
        _carried(chosen),
        _regret(chosen),
        _asset(chosen),
    ]
    return tuple(filter(None, sentences))


def why_words(chosen: OfferOutcome) -> str:
    """What speaks for it, in a line."""
    if chosen.is_commitment:
        return _use(chosen) or ""
    return "No commitment is expected to save more than a hundredth of it."


def risks_of(chosen: OfferOutcome) -> str:
    """What may be lost, in a line."""
    found = " ".join(filter(None, (_at_risk(chosen), _regret(chosen))))
    return found or _left_over(chosen)


def _left_over(chosen: OfferOutcome) -> str:
    """What stays in hand if the work stops, where none of it is known to lapse."""
    pack = chosen.offer.top_up
    if pack is None or pack.by_the_credit:
        return "Nothing is paid ahead, so nothing is lost if the work stops."
    price = money(pack.price, chosen.offer.seller.currency)
    lapses = "it does not lapse" if pack.expiry_known else "whether it lapses is not stated"
    return f"If the work stops, at most one pack of {price} is left over; {lapses}."


def _at_risk(chosen: OfferOutcome) -> str | None:
    """The cash that is paid ahead, and what becomes of it when the work stops."""
    if not chosen.cash_at_risk:
        return None
    paid, plan, pack = [], chosen.offer.plan, chosen.offer.top_up
    if plan is not None and chosen.offer.units:
        paid.append(f"the plan, paid for a {plan.billing} at once")
    if pack is not None and pack.expires_after_days is not None:
        paid.append(f"{pack.name}, paid ahead and lapsing after {pack.expires_after_days} days")
    why = f": {listed(paid)}" if paid else ""
    return f"Cash at risk: {money(chosen.cash_at_risk, chosen.offer.seller.currency)}{why}."


def _use(chosen: OfferOutcome) -> str | None:
    currency, credit = chosen.offer.seller.currency, chosen.offer.seller.credit
    each = chosen.price_per_credit
    price = f" A {credit} used costs {unit_price(each, currency)}." if each else ""
    if chosen.utilisation is None or chosen.coverage is None:
        return price.strip() or None
    nearly = NEARLY_ALL <= chosen.utilisation < 1 and chosen.breakage_credits >= 1
    used = "Over 99 %" if nearly else percent(chosen.utilisation)
    covered = f"cover {percent(chosen.coverage)} of the work; {_lapse(chosen)}."
    return f"{used} of the plan's credits get used and {covered}{price}"


def _lapse(chosen: OfferOutcome) -> str:
    if chosen.breakage_credits < 1:
        return "hardly any lapse"
    had_cost = money(chosen.breakage, chosen.offer.seller.currency)
    return f"{number(chosen.breakage_credits)} lapse, which had cost {had_cost}"


def _run_out(chosen: OfferOutcome) -> str | None:
    if not chosen.months_topped_up or chosen.months_topped_up < HARDLY_ANY:
        return None
    first = f", first around {day(chosen.runs_out_on)}" if chosen.runs_out_on else ""
    words = f"The credits do not last in {percent(chosen.months_topped_up)} of months{first}"
    if not chosen.top_ups.mean:
        return f"{words}."
    beyond = money(chosen.top_ups.mean, chosen.offer.seller.currency)
    return f"{words}; what goes beyond the plan costs {beyond} on average."


def _carried(chosen: OfferOutcome) -> str | None:
    if chosen.carried * 50 < chosen.paid.mean:
        return None
    currency = chosen.offer.seller.currency
    return (
        f"{money(chosen.paid.mean, currency)} is paid in that time; "
        f"{money(chosen.carried, currency)} of it is for work that comes afterwards."
    )


def _regret(chosen: OfferOutcome) -> str | None:
    if chosen.p_dearer is None or not chosen.is_commitment:
        return None
    if chosen.p_dearer < HARDLY_ANY:
        return f"Hardly any future makes it dearer than {chosen.base}."
    dearer = f"In {percent(chosen.p_dearer)} of futures it is dearer than {chosen.base}"
    if not chosen.p90_dearer_by:
        return f"{dearer}."
    more = money(chosen.p90_dearer_by, chosen.offer.seller.currency)
    return f"{dearer}; in the worst tenth by {more} or more."


def _asset(chosen: OfferOutcome) -> str | None:
    spread = chosen.cost_per_usable_asset
    if spread is None:
        return None
    low, mean, high = (
        money(each, chosen.offer.seller.currency) for each in (spread.p10, spread.mean, spread.p90)
    )
    of_credits = "" if chosen.offer.is_as_you_go else " of credits"
    return f"A usable asset costs {mean}{of_credits} ({low} to {high})."


def rests_on(report: EvidenceReport) -> str:
    """The weeks and briefs, and what the waste is known to."""
    ratio = report.attempts_per_usable
    taking = ""
    if ratio and ratio.low is not None and ratio.high is not None:
        taking = (
            f", in which a usable asset took {ratio.ratio:.1f} attempts ({ratio.low:.1f} to "
            f"{ratio.high:.1f}, {percent(ratio.confidence)} interval)"
        )
    weeks = counted(report.weeks, "complete week")
    return f"Rests on {weeks} and {counted(report.briefs, 'settled brief')}{taking}."
