"""How many credits to commit to: every plan, run through thousands of futures of one team.

sizing = size(demand, plans, evidence=evidence, horizon_weeks=52)
sizing.recommendation.sentence
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from data.commitments.advice.advised import advised, main_demand, tested_on_the_past, what_ifs
from data.commitments.advice.sensitivity import HALVED, SensitivityRow, cases
from data.commitments.demand.evidence import Evidence, EvidenceReport, judge
from data.commitments.demand.evidence_rule import DEFAULT_RULE
from data.commitments.demand.weekly import WeeklyDemand
from data.commitments.futures.expectations import EVEN, Outlook
from data.commitments.futures.forecast import Futures
from data.commitments.futures.forecast_check import HOLDS, ForecastCheck, check_forecast
from data.commitments.futures.horizon import Horizon
from data.commitments.offers.choice import choose
from data.commitments.offers.market import Market
from data.commitments.offers.split import OnSale
from data.commitments.offers.trajectory import Trajectory, trajectory
from data.commitments.progress import Parts
from data.errors import QuestionError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from data.commitments.advice.recommendation import Recommendation
    from data.commitments.demand.evidence_rule import EvidenceRule
    from data.commitments.futures.backtest import BackTest
    from data.commitments.futures.campaign import Campaign
    from data.commitments.futures.in_hand import InHand
    from data.commitments.offers.as_you_go import AsYouGo
    from data.commitments.offers.left_out import LeftOut
    from data.commitments.offers.outcome import OfferOutcome
    from data.commitments.offers.plan_sizing import PlanSizing
    from data.commitments.offers.split import Split
    from data.commitments.progress import Progress
    from data.commitments.terms.plan import PlanTerms
    from data.commitments.terms.platform import Platform

LEAST_FOR_SPREAD = 2
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
    as_you_go: OfferOutcome | None
    """Every call at the price book, the base of all savings; None where its price is not known."""
    as_you_go_unknown: str
    """Why its price is not known, in a sentence."""
    as_you_go_there: tuple[OfferOutcome, ...]
    """The same work paid for call by call on other channels, cheapest first."""
    unasked: tuple[OfferOutcome, ...]
    """The same on channels that nobody asked about: compared, and never advised."""
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
    in_hand: InHand | None = None
    """What is held already, used before anything that is bought."""

    @property
    def weeks(self) -> int:
        """Complete weeks that the futures repeat."""
        return min((len(each.weeks) for each in self.demands.values() if each.weeks), default=0)

    @property
    def has_spread(self) -> bool:
        """Whether the weeks say by how much they differ; one week does not."""
        return self.weeks >= LEAST_FOR_SPREAD


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
    as_you_go: AsYouGo | None = None,
    as_you_go_there: Sequence[AsYouGo] = (),
    in_hand: InHand | None = None,
    held_there: Sequence[InHand] = (),
) -> Sizing:
    """Size every plan for a team, and recommend one, none, or more evidence first.

    `weekly_demand` is that of one platform, or of several by name (the same work, re-rated); plans
    of platforms without one are left out and told. `platforms` sell packs without a plan. `growth`
    and `seasonality`: see `Outlook`. `splits` divide the work by model over two platforms;
    `as_you_go` is the same work in money, at the price book, `as_you_go_there` on other channels.
    `in_hand` pays for the first of the work, so that anything is bought, and costs, only after it.
    `held_there` are credits in hand of other platforms, good for a pilot on them while they last.
    It begins the day after the last complete week unless `starts_on` says otherwise. Raises
    QuestionError naming the input that does not hold.
    """
    demands = _by_platform(weekly_demand)
    known = evidence or Evidence()
    begins = starts_on or _next_day(demands)
    outlook = Outlook(growth, tuple(seasonality), tuple(campaigns))
    in_parts = [each for split in splits for part in split.parts for each in part.demands]
    calls = [*([as_you_go] if as_you_go else []), *as_you_go_there]
    billed = [each.demand for each in calls if not each.unknown]
    futures = _futures(
        partial(
            Futures.drawn,
            [*demands.values(), *in_parts, *billed],
            outlook=outlook,
            evidence=known,
            paths=_plausible(paths),
            seed=seed,
        ),
        horizon_weeks,
        begins,
        in_hand,
    )
    parts = Parts(len(tuple(cases(known))) + bool(splits), progress)
    market = Market.sized(plans, platforms, demands, futures, currency, parts, as_you_go)
    market = market.with_calls_there(as_you_go_there, futures, currency)
    market = market.with_splits(splits, OnSale(plans, platforms, currency), futures, parts)
    of_parts = {each.platform: each for each in (*in_parts, *billed)}
    held = [*held_there, *([in_hand] if in_hand else [])]
    market = replace(market, held={each.platform: each for each in held})
    answer = _answer(market, demands, of_parts, futures, known, rule, currency, seed, parts)
    parts.finish()
    return replace(answer, as_you_go_unknown=as_you_go.unknown if as_you_go else "")


def _futures(
    drawn: Callable[[Horizon], Futures], weeks: int, begins: date, in_hand: InHand | None
) -> Futures:
    """Those of the horizon; where credits are in hand, anything is bought once they are used up."""
    futures = drawn(Horizon.of_weeks(weeks, begins))
    if in_hand is None:
        return futures
    lead = replace(futures, in_hand=in_hand).days_covered
    return replace(drawn(Horizon.of_weeks(weeks, begins, lead or 0)), in_hand=in_hand)


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
    main = main_demand(demands, chosen)
    report = judge(evidence, main, rule)
    tested = tested_on_the_past(main, of_parts, chosen, seed)
    check = check_forecast(main, tested, futures.outlook) if main else HOLDS
    changed = what_ifs(chosen, market, futures, evidence, parts)
    return Sizing(
        horizon=futures.horizon,
        paths=futures.paths,
        seed=seed,
        demands=demands,
        plans=market.plans,
        as_you_go=market.as_you_go,
        as_you_go_unknown="",
        as_you_go_there=market.as_you_go_there,
        unasked=market.unasked,
        on_demand=market.on_demand,
        mixes=market.mixes,
        recommendation=advised(
            chosen,
            main,
            {**demands, **of_parts},
            report,
            market,
            evidence,
            futures,
            currency,
            check,
            next((row for row in changed if row.case == HALVED), None),
        ),
        evidence=report,
        backtest=tested,
        forecast=check,
        sensitivity=changed,
        trajectory=trajectory(chosen.offer, futures) if chosen else None,
        left_out=market.left_out,
        in_hand=futures.in_hand,
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
