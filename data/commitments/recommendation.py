"""What to do, and why, in sentences that a finance person accepts."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from data.commitments.futures.forecast_check import HOLDS
from data.commitments.missing_evidence import missing_words
from data.commitments.pilot_words import pilot_reasons, pilot_sentence
from data.commitments.wording import counted, day, listed, money, number, percent, unit_price

if TYPE_CHECKING:
    from data.commitments.demand.evidence import EvidenceReport
    from data.commitments.futures.forecast_check import ForecastCheck
    from data.commitments.futures.horizon import Horizon
    from data.commitments.offers.outcome import OfferOutcome
    from data.commitments.offers.pilot import Pilot
    from data.commitments.offers.pilot_elsewhere import PilotElsewhere
    from data.commitments.terms.offer import Offer

Answer = Literal["commit", "no commitment", "not yet", "no year", "pilot", "nothing to compare"]
HARDLY_ANY = Decimal("0.005")
_NAME_ANOTHER = (
    "No other plan, pack or price that pays for this work is known: name a platform that could do "
    "it, or add a quote, to see which is cheaper."
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


def binds_a_year(offer: Offer) -> bool:
    """Whether any plan of it is paid by the year."""
    parts = (offer, offer.elsewhere, offer.beside)
    return any(part.plan is not None and part.plan.billing == "year" for part in parts if part)


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
) -> Recommendation:
    """Put the choice into words; below the stated evidence the answer is "not yet".

    Where the forecast may not carry a year, no commitment is recommended; `without_year` is what
    would cost least until then. `there` is to be tried first where the choice rests on a platform
    that has done no work of the team's.
    """
    if not report.enough:
        sentence, because = _not_yet(report, pilot, None if alone else chosen, currency)
        return Recommendation("not yet", sentence, because, None, pilot)
    if there is not None:
        because = (*pilot_reasons(there, report), *_no_year_words(check), _rests_on(report))
        return Recommendation("pilot", pilot_sentence(there), because, None, there.pilot, (), there)
    if chosen is None:
        sentence = (
            "None of these plans gets the work done: each leaves some of it without credits in "
            "more than one future of ten. Name a plan with top-ups, or allow more subscriptions."
        )
        return Recommendation("nothing to compare", sentence, (), None)
    rests = _rests_on(report)
    if alone:
        because = (_NAME_ANOTHER, *_no_year_words(check), *_risks(chosen), rests)
        sentence = f"There is nothing to compare {chosen.title} with. It {_cost(chosen, horizon)}."
        return Recommendation("nothing to compare", sentence, because, None)
    if not check.holds:
        return _no_year(check, chosen, without_year, horizon, rests)
    if chosen.is_commitment:
        what = f"{chosen.title}{_when(horizon)}"
        sentence = f"Buy {what}. It {_cost(chosen, horizon)}{_against_base(chosen)}."
        return Recommendation("commit", sentence, (*_risks(chosen), rests), chosen)
    sentence = _nothing_signed(chosen, horizon)
    return Recommendation("no commitment", sentence, (*_risks(chosen), rests), chosen)


def _nothing_signed(chosen: OfferOutcome, horizon: Horizon) -> str:
    how = "stay with" if chosen.offer.is_as_you_go else "buy"
    when = "" if chosen.offer.is_as_you_go else _when(horizon)
    return f"Commit to nothing: {how} {chosen.title}{when}. The work {_cost(chosen, horizon)}."


def _when(horizon: Horizon) -> str:
    """Once what is in hand is used up."""
    return f" on {day(horizon.buys_on)}" if horizon.lead_days else ""


def _no_year(
    check: ForecastCheck,
    chosen: OfferOutcome,
    without_year: OfferOutcome | None,
    horizon: Horizon,
    rests: str,
) -> Recommendation:
    """What is bought as needed may be bought all the same: it binds nobody."""
    (sentence,) = _no_year_words(check)
    if not chosen.offer.is_commitment:
        bought = _nothing_signed(chosen, horizon)
        because = (*_advice(check), *_risks(chosen), rests)
        return Recommendation("no commitment", f"{sentence} {bought}", because, chosen)
    meanwhile: tuple[str, ...] = ()
    if without_year is not None:
        title, costs = without_year.title, _cost(without_year, horizon)
        meanwhile = (f"Without a year the cheapest would be {title}: it {costs}.",)
    return Recommendation("no year", sentence, (*_advice(check), *meanwhile, rests), None)


def _no_year_words(check: ForecastCheck) -> tuple[str, ...]:
    return () if check.holds else (f"Sign no year: {listed(check.reasons)}.",)


def _advice(check: ForecastCheck) -> tuple[str, ...]:
    return () if check.advice is None else (check.advice,)


def _cost(chosen: OfferOutcome, horizon: Horizon) -> str:
    currency = chosen.offer.seller.currency
    low, high = money(chosen.cost.p10, currency), money(chosen.cost.p90, currency)
    mean = money(chosen.cost.mean, currency)
    net = " net of what is in hand" if horizon.lead_days else ""
    return (
        f"is expected to cost {mean}{net} from {day(horizon.starts_on)} to {day(horizon.ends_on)}, "
        f"and between {low} and {high} in four of five futures"
    )


def _against_base(chosen: OfferOutcome) -> str:
    if chosen.savings is None or chosen.base is None:
        return ""
    less = "less" if chosen.savings >= 0 else "more"
    return f", {percent(abs(chosen.savings))} {less} than {chosen.base}, for the same work"


def _risks(chosen: OfferOutcome) -> tuple[str, ...]:
    sentences = [
        _at_risk(chosen),
        _use(chosen),
        _run_out(chosen),
        _carried(chosen),
        _regret(chosen),
        _asset(chosen),
    ]
    return tuple(filter(None, sentences))


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
    used = f"{percent(chosen.utilisation)} of the plan's credits get used and cover"
    return f"{used} {percent(chosen.coverage)} of the work; {_lapse(chosen)}.{price}"


def _lapse(chosen: OfferOutcome) -> str:
    if chosen.breakage_credits < 1:
        return "hardly any lapse"
    had_cost = money(chosen.breakage, chosen.offer.seller.currency)
    return f"{number(chosen.breakage_credits)} lapse, which had cost {had_cost}"


def _run_out(chosen: OfferOutcome) -> str | None:
    if not chosen.p_run_out or chosen.p_run_out < HARDLY_ANY:
        return None
    first = f", first around {day(chosen.runs_out_on)}" if chosen.runs_out_on else ""
    then = ""
    if chosen.top_ups.mean:
        currency = chosen.offer.seller.currency
        then = f"; what they do not cover costs {money(chosen.top_ups.mean, currency)} on average"
    return (
        f"The plan's credits run out before a period ends in {percent(chosen.p_run_out)} of "
        f"futures{first}{then}."
    )


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


def _rests_on(report: EvidenceReport) -> str:
    ratio = report.attempts_per_usable
    taking = ""
    if ratio and ratio.low is not None and ratio.high is not None:
        taking = (
            f", in which a usable asset took {ratio.ratio:.1f} attempts ({ratio.low:.1f} to "
            f"{ratio.high:.1f}, {percent(ratio.confidence)} interval)"
        )
    weeks = counted(report.weeks, "complete week")
    return f"Rests on {weeks} and {counted(report.briefs, 'settled brief')}{taking}."


def _not_yet(
    report: EvidenceReport, pilot: Pilot, chosen: OfferOutcome | None, currency: str
) -> tuple[str, tuple[str, ...]]:
    sentence = f"Not yet: {listed(report.reasons)}."
    because = [missing_words(report, currency)]
    if pilot.credits is not None:
        buy = ""
        if pilot.purchase is not None:
            buy = f": {pilot.purchase.title}, {money(pilot.purchase.cost, currency)}"
        because.append(
            f"A pilot takes about {number(pilot.credits)} credits{buy}. Commit to no year."
        )
    if chosen is not None:
        because.append(f"On what is known so far the cheapest would be {chosen.title}.")
    return sentence, tuple(because)
