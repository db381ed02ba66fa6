"""The decision in sentences: what to buy and how much, what it costs and saves, until when."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from data.commitments.futures.horizon import months_later
from data.commitments.wording import counted, day, many, money, number, percent

if TYPE_CHECKING:
    from data.commitments.advice.sensitivity import SensitivityRow
    from data.commitments.demand.evidence import EvidenceReport
    from data.commitments.futures.horizon import Horizon
    from data.commitments.offers.outcome import OfferOutcome

MONTHS_A_YEAR = 12


def decision_words(
    lead: str,
    chosen: OfferOutcome,
    horizon: Horizon,
    halved: SensitivityRow | None,
    report: EvidenceReport,
) -> str:
    """`Buy X: so many credits, so much due now. It costs …, renew by …, if volume halves …`."""
    known = (
        f"{counted(report.weeks, 'complete week')} and {counted(report.briefs, 'settled brief')}"
    )
    sentences = (
        f"{lead} {chosen.title}{when_words(chosen, horizon)}: {amount_words(chosen, horizon)}.",
        f"It {cost_words(chosen, horizon)}{saving_words(chosen)}.",
        renewal_words(chosen, horizon),
        halved_words(halved, chosen),
        f"This rests on {known}.",
    )
    return " ".join(filter(None, sentences))


def when_words(chosen: OfferOutcome, horizon: Horizon) -> str:
    """` on 13 December 2026`: once what is in hand is used up; empty where that is now."""
    now = not horizon.lead_days or chosen.offer.is_as_you_go
    return "" if now else f" on {day(horizon.buys_on)}"


def amount_words(chosen: OfferOutcome, horizon: Horizon) -> str:
    """`9,500 credits a month, 114,000 a year; $912 due now`."""
    due = due_words(chosen, "then" if horizon.lead_days else "now")
    if chosen.offer.is_as_you_go:
        return due
    a_month, a_year = credits_words(chosen, horizon)
    return f"{a_month} a month, {a_year}; {due}"


def credits_words(chosen: OfferOutcome, horizon: Horizon) -> tuple[str, str]:
    """`9,500 credits` and `114,000 a year`: the plan's, without one about what the work takes."""
    committed = chosen.offer.credits_a_month
    if chosen.offer.is_as_you_go:
        return "nothing", "each call is paid for by itself"
    about = "" if committed is not None else "about "
    each = chosen.demand.mean / horizon.months if committed is None else committed
    credits_ = many(chosen.offer.seller.credit)
    return f"{about}{number(each)} {credits_}", f"{about}{number(each * MONTHS_A_YEAR)} a year"


def due_words(chosen: OfferOutcome, when: str) -> str:
    """`$912 due now`, or whenever it is bought."""
    due = chosen.offer.due_now
    if not due:
        return "nothing is due now"
    first = "" if chosen.offer.is_commitment else " for the first pack"
    return f"{money(due, chosen.offer.seller.currency)} due {when}{first}"


def cost_words(chosen: OfferOutcome, horizon: Horizon) -> str:
    """`is expected to cost …, and between … and … in four of five futures`."""
    currency = chosen.offer.seller.currency
    low, high = money(chosen.cost.p10, currency), money(chosen.cost.p90, currency)
    mean = money(chosen.cost.mean, currency)
    net = " net of what is in hand" if horizon.lead_days else ""
    return (
        f"is expected to cost {mean}{net} from {day(horizon.starts_on)} to {day(horizon.ends_on)}, "
        f"and between {low} and {high} in four of five futures"
    )


def saving_words(chosen: OfferOutcome) -> str:
    """`: $277 (16 %) less than today's way, …`; empty beside no base."""
    if chosen.savings is None or chosen.saved is None or chosen.base in {None, chosen.title}:
        return ""
    less = "less" if chosen.saved >= 0 else "more"
    saved = money(abs(chosen.saved), chosen.offer.seller.currency)
    return f": {saved} ({percent(abs(chosen.savings))}) {less} than today's way, {chosen.base}"


def renewal_words(chosen: OfferOutcome, horizon: Horizon) -> str:
    """When to renew or cancel; empty where nothing is signed."""
    if chosen.offer.binds_a_year:
        last = months_later(horizon.buys_on, MONTHS_A_YEAR) - timedelta(days=1)
        return f"Renew or cancel it by {day(last - timedelta(days=chosen.offer.notice_days))}."
    return "It can be cancelled by the month." if chosen.offer.is_commitment else ""


def halved_words(halved: SensitivityRow | None, chosen: OfferOutcome) -> str:
    """What half the work costs under the same decision, and what would be cheaper then."""
    if halved is None or halved.kept_cost is None:
        return ""
    currency = chosen.offer.seller.currency
    kept = f"If volume halves, it costs {money(halved.kept_cost, currency)}"
    if not halved.changes or halved.regret is None:
        return f"{kept}."
    return f"{kept}, {money(halved.regret, currency)} more than {halved.best} would."
