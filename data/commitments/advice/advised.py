"""What to advise on what was sized: the pilot, the forecast's own past, what-ifs, and cautions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from data.commitments.advice.cautions import cautions
from data.commitments.advice.in_hand_words import outlasts, with_in_hand
from data.commitments.advice.recommendation import Recommendation, recommend
from data.commitments.advice.sensitivity import SensitivityRow, cases, sensitivity_row
from data.commitments.advice.unasked_words import cheaper_unasked
from data.commitments.demand.weekly import MOST_UNRATED
from data.commitments.futures.backtest import BackTest, backtest
from data.commitments.offers.choice import choose
from data.commitments.offers.pilot import pilot
from data.commitments.offers.pilot_elsewhere import pilot_elsewhere, rests_on_own_work
from data.commitments.offers.rates_used import rate_sentence, rates_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.commitments.demand.evidence import Evidence, EvidenceReport
    from data.commitments.demand.weekly import WeeklyDemand
    from data.commitments.futures.forecast import Futures
    from data.commitments.futures.forecast_check import ForecastCheck
    from data.commitments.offers.market import Market
    from data.commitments.offers.outcome import OfferOutcome
    from data.commitments.progress import Parts

MOST_ASKED_AGAIN = 6
"""The plans, cheapest first, that a changed assumption is asked about again."""


def main_demand(
    demands: Mapping[str, WeeklyDemand], chosen: OfferOutcome | None
) -> WeeklyDemand | None:
    """The demand the answer rests on: the chosen platform's, else the one with most weeks."""
    if chosen is not None and chosen.offer.seller.platform in demands:
        return demands[chosen.offer.seller.platform]
    return max(demands.values(), key=lambda demand: len(demand.weeks), default=None)


def advised(
    chosen: OfferOutcome | None,
    main: WeeklyDemand | None,
    demands: Mapping[str, WeeklyDemand],
    report: EvidenceReport,
    market: Market,
    evidence: Evidence,
    futures: Futures,
    currency: str,
    check: ForecastCheck,
    halved: SensitivityRow | None,
) -> Recommendation:
    """The recommendation with all that has to be known beside it: rates, cautions, what is held."""
    plans = market.plans_of(main.platform) if main else ()
    packs = market.packs_of(main.platform) if main else ()
    known = main if main and main.unrated_share <= MOST_UNRATED else None
    held = market.held_at(main.platform) if main else None
    piloting = pilot(report, evidence, known, plans, packs, (held, futures.horizon.starts_on))
    without_year = choose([
        each
        for each in market.candidates
        if not each.offer.binds_a_year and rests_on_own_work(each.offer, demands)
    ])  # fmt: skip
    horizon, there = futures.horizon, None
    if report.enough:
        there = pilot_elsewhere(chosen, demands, report, evidence, market, futures)
    found = recommend(
        chosen,
        report,
        horizon,
        piloting,
        currency,
        check,
        without_year,
        there,
        alone=market.is_alone,
        left_out=() if market.candidates or market.plans else market.left_out,
        halved=halved,
    )
    compared = (*market.candidates, *market.unasked, *(each.outcome for each in market.plans))
    found = with_in_hand(found, futures, demands)
    rates = [rate_sentence(rate) for rate in rates_of(each.offer for each in compared)]
    found = replace(
        found,
        sentence=" ".join([found.sentence, *rates]),
        because=(*found.because, *cheaper_unasked(chosen, market)),
    )
    if chosen is None or outlasts(futures):
        return found
    return replace(found, cautions=cautions(chosen.offer, demands, horizon))


def tested_on_the_past(
    main: WeeklyDemand | None,
    of_parts: Mapping[str, WeeklyDemand],
    chosen: OfferOutcome | None,
    seed: int,
) -> BackTest | None:
    """Of the demand that the answer rests on, also where nothing can be chosen for it."""
    if main is None:
        return None
    if chosen is None:
        return backtest(main, "unknown", "unknown", seed=seed)
    seller = chosen.offer.seller
    demand = of_parts[seller.platform] if chosen.offer.bills_calls else main
    return backtest(demand, *seller.charges, seed=seed)


def what_ifs(
    chosen: OfferOutcome | None, market: Market, futures: Futures, evidence: Evidence, parts: Parts
) -> tuple[SensitivityRow, ...]:
    """The same question with one assumption changed after another; none where nothing is chosen."""
    if chosen is None:
        return ()
    others = market.cheapest_offers(MOST_ASKED_AGAIN)
    rows = []
    for case in cases(evidence):
        parts.begin(f"if {case.name}")
        rows.append(sensitivity_row(case, chosen.offer, others, futures))
    return tuple(rows)
