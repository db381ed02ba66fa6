"""A few briefs on a platform of which nothing is known, before anything is signed there.

Work that is re-rated costs there what our attempts would. How many attempts an asset takes there is
not in the log, so the answer is up to which number it pays, and what it costs to find out.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.commitments.demand.evidence import briefs_to_know
from data.commitments.offers.choice import choose
from data.commitments.offers.pilot import Pilot, pilot_by_call, pilot_of
from data.commitments.offers.plan_sizing import SEARCH_PATHS, demand_for, run_offer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from data.commitments.demand.evidence import Evidence, EvidenceReport, MoreBriefs
    from data.commitments.demand.weekly import WeeklyDemand
    from data.commitments.futures.forecast import Futures
    from data.commitments.offers.market import Market
    from data.commitments.offers.outcome import OfferOutcome
    from data.commitments.terms.offer import Offer

MOST_EFFORT = 16.0
"""Times as many attempts as here: beyond it, it pays whatever it needs."""
HALVINGS = 12
UNDONE = 0.01


@dataclass(frozen=True)
class PilotElsewhere:
    """What to try where, what it would pay, and what nothing needs to be known for."""

    platform: str
    """Its title."""
    outcome: OfferOutcome
    """What would be bought there if an asset took as many attempts as here."""
    known: OfferOutcome | None
    """The best that rests on the team's own waste."""
    briefs: MoreBriefs
    pilot: Pilot
    break_even_attempts: float | None
    """It pays below so many attempts per usable asset; None where nothing is known to pay less
    than, or where it pays whatever it needs."""


def pilot_elsewhere(
    chosen: OfferOutcome | None,
    demands: Mapping[str, WeeklyDemand],
    report: EvidenceReport,
    evidence: Evidence,
    market: Market,
    futures: Futures,
) -> PilotElsewhere | None:
    """What to try before the chosen offer; None where it rests on the team's own waste."""
    there = next(_unknown(chosen.offer, demands), None) if chosen is not None else None
    if chosen is None or there is None:
        return None
    known = choose([each for each in market.candidates if rests_on_own_work(each.offer, demands)])
    briefs = briefs_to_know(report.waste_to_asset, report.rule)
    name, pace, begins = there.seller.platform, evidence.briefs_a_week, futures.horizon.starts_on
    weeks = math.ceil(briefs.likely / pace) if pace else None
    effort = None if known is None else _break_even(chosen.offer, known.offer, demands, futures)
    ratio = report.attempts_per_usable
    return PilotElsewhere(
        platform=there.seller.title,
        outcome=chosen,
        known=known,
        briefs=briefs,
        pilot=_pilot(there, briefs.likely, weeks, evidence, demands[name], market, begins),
        break_even_attempts=ratio.ratio * effort if ratio and effort else None,
    )


def _pilot(
    there: Offer,
    briefs: int,
    weeks: int | None,
    evidence: Evidence,
    demand: WeeklyDemand,
    market: Market,
    begins: date,
) -> Pilot:
    """So many briefs there, paid for call by call or bought ahead."""
    if there.bills_calls:
        return pilot_by_call(briefs, weeks, evidence, demand)
    name = there.seller.platform
    plans, packs = market.plans_of(name), market.packs_of(name)
    return pilot_of(briefs, weeks, evidence, demand, plans, packs, (market.held_at(name), begins))


def rests_on_own_work(offer: Offer, demands: Mapping[str, WeeklyDemand]) -> bool:
    """Whether the team's own waste says what it costs."""
    return not any(_unknown(offer, demands))


def _unknown(offer: Offer, demands: Mapping[str, WeeklyDemand]) -> Iterator[Offer]:
    """The parts of an offer that are bought where no work was done yet."""
    for part in (offer, offer.elsewhere, offer.beside):
        if part is not None and demands[part.seller.platform].basis == "re-rated":
            yield part


def _break_even(
    there: Offer, here: Offer, demands: Mapping[str, WeeklyDemand], futures: Futures
) -> float | None:
    """Times the attempts of here at which what is bought there costs as much."""
    few = futures.first(SEARCH_PATHS)
    rerated = [name for name, demand in demands.items() if demand.basis == "re-rated"]
    most = float(run_offer(here, few).cost.mean())
    if _cost(there, few, rerated, MOST_EFFORT) <= most:
        return None
    low, high = 0.0, MOST_EFFORT
    for _ in range(HALVINGS):
        middle = (low + high) / 2 if low else high / 4
        if _cost(there, few, rerated, middle) <= most:
            low = middle
        else:
            high = middle
    return low


def _cost(offer: Offer, futures: Futures, platforms: Sequence[str], effort: float) -> float:
    """The mean cost where work there takes so much more; endless where some stays undone."""
    scaled = futures.taking(effort, platforms)
    run = run_offer(offer, scaled)
    undone = run.unmet.sum() > UNDONE * demand_for(offer.seller, scaled).sum()
    return math.inf if undone else float(run.cost.mean())
