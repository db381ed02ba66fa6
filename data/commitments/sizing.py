"""How many credits to commit to: every plan, run through thousands of futures of one team.

sizing = size(demand, plans, evidence=evidence, horizon_weeks=52)
sizing.recommendation.sentence
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from data.commitments.cautions import cautions
from data.commitments.demand.evidence import Evidence, EvidenceReport, judge
from data.commitments.demand.evidence_rule import DEFAULT_RULE
from data.commitments.demand.weekly import WeeklyDemand
from data.commitments.futures.backtest import BackTest, backtest
from data.commitments.futures.expectations import EVEN, Outlook
from data.commitments.futures.forecast import Futures
from data.commitments.futures.forecast_check import HOLDS, ForecastCheck, check_forecast
from data.commitments.futures.horizon import Horizon
from data.commitments.offers.choice import choose
from data.commitments.offers.market import LeftOut, Market
from data.commitments.offers.pilot import pilot
from data.commitments.offers.pilot_elsewhere import pilot_elsewhere, rests_on_own_work
from data.commitments.offers.split import OnSale
from data.commitments.offers.trajectory import Trajectory, trajectory
from data.commitments.progress import Parts
from data.commitments.recommendation import Recommendation, binds_a_year, recommend
from data.commitments.sensitivity import SensitivityRow, cases, sensitivity_row
from data.errors import QuestionError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from data.commitments.demand.evidence_rule import EvidenceRule
    from data.commitments.futures.campaign import Campaign
    from data.commitments.offers.outcome import OfferOutcome
    from data.commitments.offers.plan_sizing import PlanSizing
    from data.commitments.offers.split import Split
    from data.commitments.progress import Progress
    from data.commitments.terms.files import Platform
    from data.commitments.terms.plan import PlanTerms

MOST_ASKED_AGAIN = 6
"""The plans, cheapest first, that a changed assumption is asked about again."""
LEAST_PATHS, MOST_PATHS = 100, 200_000


@dataclass(frozen=True)
class Sizing:
    """The answer and everything behind it: tables, curves, sentences. Same seed, same answer."""

    horizon: Horizon
    paths: int
    seed: int
    demands: Mapping[str, WeeklyDemand]
    plans: tuple[PlanSizing, ...]
    """Every plan that could be sized, cheapest mean first."""
    on_demand: tuple[OfferOutcome, ...]
    """Buying without a commitment, the best way at each platform, cheapest first."""
    mixes: tuple[OfferOutcome, ...]
    """A plan here and the rest at another platform, where that is cheaper than either alone."""
    recommendation: Recommendation
    evidence: EvidenceReport
    backtest: BackTest | None
    forecast: ForecastCheck
    """What speaks against signing a year on it."""
    sensitivity: tuple[SensitivityRow, ...]
    trajectory: Trajectory | None
    """The demand ahead week by week, and the plan's balance, of the offer that was chosen."""
    left_out: tuple[LeftOut, ...]


def size(
    weekly_demand: WeeklyDemand | Mapping[str, WeeklyDemand],
    plans: Sequence[PlanTerms],
    *,
    horizon_weeks: int = 52,
    growth: float = 0.0,
    seasonality: Sequence[float] = EVEN,
    campaigns: Sequence[Campaign] = (),
    evidence: Evidence | None = None,
    paths: int = 10_000,
    seed: int = 1,
    progress: Progress | None = None,
    platforms: Sequence[Platform] = (),
    starts_on: date | None = None,
    currency: str = "USD",
    rule: EvidenceRule = DEFAULT_RULE,
    splits: Sequence[Split] = (),
) -> Sizing:
    """Size every plan for a team, and recommend one, none, or more evidence first.

    `weekly_demand` is that of one platform, or of several by name (the same work, re-rated); plans
    of platforms without one are left out and told. `platforms` sell packs without a plan. `growth`
    and `seasonality`: see `Outlook`. `splits` divide the work by model over two platforms. It
    begins the day after the last complete week unless `starts_on` says otherwise. Raises
    QuestionError naming the input that does not hold.
    """
    demands = _by_platform(weekly_demand)
    known = evidence or Evidence()
    horizon = Horizon.of_weeks(horizon_weeks, starts_on or _next_day(demands))
    outlook = Outlook(growth, tuple(seasonality), tuple(campaigns))
    in_parts = [part.demand for split in splits for part in split.parts]
    drawn_for = [*demands.values(), *in_parts]
    futures = Futures.drawn(drawn_for, horizon, outlook, known, paths=_plausible(paths), seed=seed)
    parts = Parts(len(tuple(cases(known))) + bool(splits), progress)
    market = Market.sized(plans, platforms, demands, futures, currency, parts)
    market = market.with_splits(splits, OnSale(plans, platforms, currency), futures, parts)
    of_parts = {each.platform: each for each in in_parts}
    answer = _answer(market, demands, of_parts, futures, known, rule, currency, seed, parts)
    parts.finish()
    return answer


def _answer(
    market: Market,
    demands: Mapping[str, WeeklyDemand],
    of_parts: Mapping[str, WeeklyDemand],
    futures: Futures,
    evidence: Evidence,
    rule: EvidenceRule,
    currency: str,
    seed: int,
    parts: Parts,
) -> Sizing:
    """Choose from what was sized, and gather what the choice rests on."""
    chosen = choose(market.candidates)
    main = _main(demands, chosen)
    report = judge(evidence, main, rule)
    tested = _backtest(main, chosen, seed)
    check = check_forecast(main, tested, futures.outlook) if main else HOLDS
    return Sizing(
        horizon=futures.horizon,
        paths=futures.paths,
        seed=seed,
        demands=demands,
        plans=market.plans,
        on_demand=market.on_demand,
        mixes=market.mixes,
        recommendation=_recommendation(
            chosen,
            main,
            {**demands, **of_parts},
            report,
            market,
            evidence,
            futures,
            currency,
            check,
        ),
        evidence=report,
        backtest=tested,
        forecast=check,
        sensitivity=_sensitivity(chosen, market, futures, evidence, parts),
        trajectory=trajectory(chosen.offer, futures) if chosen else None,
        left_out=market.left_out,
    )


def _by_platform(
    weekly_demand: WeeklyDemand | Mapping[str, WeeklyDemand],
) -> Mapping[str, WeeklyDemand]:
    if isinstance(weekly_demand, WeeklyDemand):
        return {weekly_demand.platform: weekly_demand}
    for name, demand in weekly_demand.items():
        if name != demand.platform:
            raise QuestionError(
                f"the weekly demand given for {name} is in the credits of {demand.platform}. "
                f"Give each platform its own."
            )
    return weekly_demand


def _next_day(demands: Mapping[str, WeeklyDemand]) -> date:
    days = [demand.next_day for demand in demands.values() if demand.next_day]
    if not days:
        raise QuestionError(
            "there is no complete week of demand to look ahead from. Load at least one whole week "
            "of the log, or give starts_on to see what a pilot takes."
        )
    return max(days)


def _plausible(paths: int) -> int:
    if not LEAST_PATHS <= paths <= MOST_PATHS:
        raise QuestionError(
            f"{paths} paths: ask for {LEAST_PATHS} to {MOST_PATHS:,}; 10,000 is plenty."
        )
    return paths


def _main(demands: Mapping[str, WeeklyDemand], chosen: OfferOutcome | None) -> WeeklyDemand | None:
    """The demand the answer rests on: the chosen platform's, else the one with most weeks."""
    if chosen is not None and chosen.offer.seller.platform in demands:
        return demands[chosen.offer.seller.platform]
    return max(demands.values(), key=lambda demand: len(demand.weeks), default=None)


def _recommendation(
    chosen: OfferOutcome | None,
    main: WeeklyDemand | None,
    demands: Mapping[str, WeeklyDemand],
    report: EvidenceReport,
    market: Market,
    evidence: Evidence,
    futures: Futures,
    currency: str,
    check: ForecastCheck,
) -> Recommendation:
    plans = market.plans_of(main.platform) if main else ()
    packs = market.packs_of(main.platform) if main else ()
    piloting = pilot(report, evidence, main, plans, packs)
    without_year = choose([
        each
        for each in market.candidates
        if not binds_a_year(each.offer) and rests_on_own_work(each.offer, demands)
    ])  # fmt: skip
    horizon, there = futures.horizon, None
    if report.enough:
        there = pilot_elsewhere(chosen, demands, report, evidence, market, futures)
    found = recommend(chosen, report, horizon, piloting, currency, check, without_year, there)
    if chosen is None:
        return found
    return replace(found, cautions=cautions(chosen.offer, demands, horizon))


def _backtest(main: WeeklyDemand | None, chosen: OfferOutcome | None, seed: int) -> BackTest | None:
    if chosen is None or main is None:
        return None
    seller = chosen.offer.seller
    return backtest(main, seller.charges_failed, seller.charges_blocked, seed=seed)


def _sensitivity(
    chosen: OfferOutcome | None, market: Market, futures: Futures, evidence: Evidence, parts: Parts
) -> tuple[SensitivityRow, ...]:
    if chosen is None:
        return ()
    others = market.cheapest_offers(MOST_ASKED_AGAIN)
    rows = []
    for case in cases(evidence):
        parts.begin(f"if {case.name}")
        rows.append(sensitivity_row(case, chosen.offer, others, futures))
    return tuple(rows)
