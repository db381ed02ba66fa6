"""A pilot on a platform of which nothing is known, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.commitments.advice.missing_evidence import range_words
from data.commitments.wording import counted, many, money, number, percent

if TYPE_CHECKING:
    from data.commitments.demand.evidence import EvidenceReport
    from data.commitments.offers.pilot import Pilot
    from data.commitments.offers.pilot_elsewhere import PilotElsewhere


def pilot_sentence(found: PilotElsewhere) -> str:
    """What to do."""
    return (
        f"Pilot {counted(found.briefs.likely, 'brief')} on {found.platform} before anything is "
        f"signed there: what its models waste on your work is not known."
    )


def pilot_reasons(found: PilotElsewhere, report: EvidenceReport) -> tuple[str, ...]:
    """Up to where it pays, what the pilot costs, what settles it, and what to do meanwhile."""
    sentences = [_pays(found, report), _takes(found), _settles(found, report), _meanwhile(found)]
    return tuple(filter(None, sentences))


def _pays(found: PilotElsewhere, report: EvidenceReport) -> str:
    currency = found.outcome.offer.seller.currency
    ratio = report.attempts_per_usable
    as_here = f" ({ratio.ratio:.1f})" if ratio else ""
    would = (
        f"If an asset takes as many attempts there as here{as_here}, {found.outcome.title} costs "
        f"{money(found.outcome.cost.mean, currency)}"
    )
    if found.known is None:
        return f"{would}; nothing that you know is there to hold it against."
    against = f"{found.known.title} {money(found.known.cost.mean, currency)}"
    if found.break_even_attempts is None:
        return f"{would}, {against}."
    return (
        f"{would}, {against}: it pays as long as it needs fewer than "
        f"{found.break_even_attempts:.1f} attempts per usable asset."
    )


def _takes(found: PilotElsewhere) -> str | None:
    pilot, currency = found.pilot, found.outcome.offer.seller.currency
    paid = pilot.purchase
    pace = "pace unknown" if pilot.weeks is None else f"{counted(pilot.weeks, 'week')} at your pace"
    if pilot.credits is None:
        by_call = (
            paid and f"The pilot costs about {money(paid.cost, currency)}, {paid.title}; {pace}."
        )
        return by_call or None
    return f"The pilot takes {credits_words(pilot, currency)}; {pace}."


def credits_words(pilot: Pilot, currency: str) -> str:
    """`about 1,240 credits, 300 of them in hand: 1 pack of 1,000 credits, $10.00`."""
    takes, paid = f"about {number(pilot.credits or 0)} {many(pilot.credit)}", pilot.purchase
    if pilot.is_held:
        return f"{takes}, all of them in hand"
    lasts = pilot.in_hand == min(pilot.held, pilot.credits or 0)
    until = "" if lasts else f" while they last ({number(pilot.held)} are held today)"
    held = f", {number(pilot.in_hand)} of them in hand{until}" if pilot.in_hand else ""
    return f"{takes}{held}" + (f": {paid.title}, {money(paid.cost, currency)}" if paid else "")


def _settles(found: PilotElsewhere, report: EvidenceReport) -> str:
    return (
        f"It is settled when the waste there is known to ±{percent(report.rule.precision)}, after "
        f"{range_words(found.briefs)} settled briefs; or before, once the interval of its attempts "
        f"per usable asset lies on one side of the break-even."
    )


def _meanwhile(found: PilotElsewhere) -> str | None:
    return None if found.known is None else f"Until then the cheapest is {found.known.title}."
