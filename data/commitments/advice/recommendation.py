"""What to do, and why, in sentences that a finance person accepts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from data.commitments.advice.decision_words import cost_words, decision_words
from data.commitments.advice.missing_evidence import missing_words
from data.commitments.advice.pilot_words import credits_words, pilot_reasons, pilot_sentence
from data.commitments.advice.risk_words import rests_on, risk_words, risks_of, why_words
from data.commitments.futures.forecast_check import HOLDS
from data.commitments.wording import listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.commitments.advice.sensitivity import SensitivityRow
    from data.commitments.demand.evidence import EvidenceReport
    from data.commitments.futures.forecast_check import ForecastCheck
    from data.commitments.futures.horizon import Horizon
    from data.commitments.offers.left_out import LeftOut
    from data.commitments.offers.outcome import OfferOutcome
    from data.commitments.offers.pilot import Pilot
    from data.commitments.offers.pilot_elsewhere import PilotElsewhere

Answer = Literal["commit", "no commitment", "not yet", "no year", "pilot", "nothing to compare"]
_NAME_ANOTHER = (
    "No other plan, pack or price that pays for this work is known: name a platform that could do "
    "it, or add a quote, to see which is cheaper."
)

_UNDONE = (
    "None of these plans gets the work done: each leaves some of it without credits in more than "
    "one future of ten. Name a plan with top-ups, or allow more subscriptions."
)


@dataclass(frozen=True)
class Recommendation:
    """The answer, its sentences, and the offer it stands for (None when there is none yet)."""

    answer: Answer
    sentence: str
    because: tuple[str, ...]
    """What it rests on and what it risks, a sentence each."""
    outcome: OfferOutcome | None
    pilot: Pilot | None = None
    cautions: tuple[str, ...] = ()
    """What the figures do not know."""
    elsewhere: PilotElsewhere | None = None
    """What to try first, where the answer is a pilot."""
    why: str = ""
    """What speaks for it, in a line; empty where nothing is to be bought yet."""
    risk: str = ""
    """What it may cost, in a line."""


def recommend(
    chosen: OfferOutcome | None,
    report: EvidenceReport,
    horizon: Horizon,
    pilot: Pilot,
    currency: str,
    check: ForecastCheck = HOLDS,
    without_year: OfferOutcome | None = None,
    there: PilotElsewhere | None = None,
    *,
    alone: bool = False,
    left_out: Sequence[LeftOut] = (),
    halved: SensitivityRow | None = None,
) -> Recommendation:
    """Put the choice into words; below the stated evidence the answer is "not yet".

    Where the forecast may not carry a year, no commitment is recommended; `without_year` is what
    would cost least until then. `there` is to be tried first where the choice rests on a platform
    that has done no work of the team's. `left_out` is why nothing at all could be sized, where that
    is so. `halved` is what half the work would come to.
    """
    if not report.enough:
        return _not_yet(report, pilot, None if alone else chosen, currency)
    if there is not None:
        because = (*pilot_reasons(there, report), *_no_year_words(check), rests_on(report))
        return Recommendation("pilot", pilot_sentence(there), because, None, there.pilot, (), there)
    if chosen is None:
        sentence = _unsized(left_out) if left_out else _UNDONE
        return Recommendation("nothing to compare", sentence, (), None)
    if alone:
        return _alone(chosen, report, horizon, check)
    # What is bought as needed may be bought all the same: it binds nobody.
    if chosen.offer.is_commitment and not check.holds:
        return _no_year(check, without_year, horizon, rests_on(report))
    return _decided(chosen, report, horizon, check, halved)


def _decided(
    chosen: OfferOutcome,
    report: EvidenceReport,
    horizon: Horizon,
    check: ForecastCheck,
    halved: SensitivityRow | None,
) -> Recommendation:
    """What to buy, or to commit to nothing; the first line says what speaks against a year."""
    decision = decision_words(_lead(chosen), chosen, horizon, halved, report)
    return Recommendation(
        "commit" if chosen.is_commitment else "no commitment",
        " ".join([*_no_year_words(check), decision]),
        (*_advice(check), *risk_words(chosen), rests_on(report)),
        chosen,
        why=why_words(chosen),
        risk=risks_of(chosen),
    )


def _alone(
    chosen: OfferOutcome, report: EvidenceReport, horizon: Horizon, check: ForecastCheck
) -> Recommendation:
    """What it costs, and that nothing is there to compare it with."""
    sentence = f"There is nothing to compare {chosen.title} with. It {cost_words(chosen, horizon)}."
    because = (_NAME_ANOTHER, *_no_year_words(check), *risk_words(chosen), rests_on(report))
    return Recommendation("nothing to compare", sentence, because, None)


def _unsized(left_out: Sequence[LeftOut]) -> str:
    """Why nothing on offer could be sized: the reason of the most of it."""
    ((reason, times),) = Counter(each.reason for each in left_out).most_common(1)
    of_all = "" if times == len(left_out) else f" ({times:,} of {len(left_out):,})"
    return f"Nothing on offer can be sized{of_all}: {reason.rstrip('.')}."


def _lead(chosen: OfferOutcome) -> str:
    if chosen.is_commitment:
        return "Buy"
    return f"Commit to nothing: {'stay with' if chosen.offer.is_as_you_go else 'buy'}"


def _no_year(
    check: ForecastCheck, without_year: OfferOutcome | None, horizon: Horizon, rests: str
) -> Recommendation:
    """Why none is signed, what to do about it, and what would cost least until then."""
    (sentence,) = _no_year_words(check)
    meanwhile: tuple[str, ...] = ()
    if without_year is not None:
        title, costs = without_year.title, cost_words(without_year, horizon)
        meanwhile = (f"Without a year the cheapest would be {title}: it {costs}.",)
    return Recommendation("no year", sentence, (*_advice(check), *meanwhile, rests), None)


def _no_year_words(check: ForecastCheck) -> tuple[str, ...]:
    return () if check.holds else (f"Sign no year: {listed(check.reasons)}.",)


def _advice(check: ForecastCheck) -> tuple[str, ...]:
    return () if check.advice is None else (check.advice,)


def _not_yet(
    report: EvidenceReport, pilot: Pilot, chosen: OfferOutcome | None, currency: str
) -> Recommendation:
    """What is missing, what a pilot takes, and what would be cheapest on what is known."""
    because = [missing_words(report, currency)]
    if pilot.credits is not None:
        because.append(f"A pilot takes {credits_words(pilot, currency)}. Commit to no year.")
    if chosen is not None:
        because.append(f"On what is known so far the cheapest would be {chosen.title}.")
    sentence = f"Not yet: {listed(report.reasons)}."
    return Recommendation("not yet", sentence, tuple(because), None, pilot)
