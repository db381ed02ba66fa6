"""How to come by the evidence that is missing: a few more briefs, bought without a commitment."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from data.commitments.futures.horizon import DAYS_A_WEEK
from data.commitments.rounding import CENT
from data.commitments.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from data.commitments.demand.evidence import Evidence, EvidenceReport
    from data.commitments.demand.weekly import WeeklyDemand
    from data.commitments.futures.in_hand import InHand
    from data.commitments.terms.packs import PackTerms
    from data.commitments.terms.plan import PlanTerms

Held = tuple["InHand | None", date]
NOTHING_HELD: Held = (None, date.min)
WEEKS_A_MONTH = Decimal(52) / 12
BY_CALL = "each call paid for by itself"


@dataclass(frozen=True)
class Purchase:
    """What to buy for a pilot, and what it costs."""

    title: str
    cost: Decimal


@dataclass(frozen=True)
class Pilot:
    """So many briefs over so many weeks, in credits, and the cheapest way to buy those."""

    briefs: int
    weeks: int | None
    credits: Decimal | None
    """None where it is not known what a brief takes, and where there are no credits."""
    purchase: Purchase | None
    """Of what is not in hand; None where all is, and where nothing sells it."""
    in_hand: Decimal = Decimal(0)
    """How many of its credits those held already pay for, as long as they last …"""
    held: Decimal = Decimal(0)
    """… of so many that are held today."""
    credit: str = "credit"

    @property
    def is_held(self) -> bool:
        """Whether all of its credits are in hand."""
        return self.credits is not None and 0 < self.credits <= self.in_hand


def pilot(
    report: EvidenceReport,
    evidence: Evidence,
    demand: WeeklyDemand | None,
    plans: Sequence[PlanTerms],
    packs: Iterable[PackTerms],
    held: Held = NOTHING_HELD,
) -> Pilot:
    """Plan the briefs until the evidence is there: their credits, and how to pay for them.

    Bought are packs sold without a plan, trials included, or a plan by the month; never a year.
    """
    briefs, weeks = report.briefs_meanwhile, report.more_weeks
    return pilot_of(briefs, weeks, evidence, demand, plans, packs, held)


def pilot_of(
    briefs: int,
    weeks: int | None,
    evidence: Evidence,
    demand: WeeklyDemand | None,
    plans: Sequence[PlanTerms],
    packs: Iterable[PackTerms],
    held: Held = NOTHING_HELD,
) -> Pilot:
    """Plan so many briefs, as large as those that were made, in the credits of a demand.

    `held`: what is in hand, and from when on. It need not be bought as far as it lasts; where the
    pace is not known, all is taken to be spent at once.
    """
    credits_ = _credits(briefs, evidence, demand)
    if credits_ is None:
        return Pilot(briefs, weeks, None, None)
    in_hand, starts_on = held
    days = DAYS_A_WEEK * weeks if weeks else 1
    paid = in_hand.pays_for(credits_, days, starts_on) if in_hand else Decimal(0)
    paid = paid.quantize(CENT)
    lacking = credits_ - paid
    found = cheapest_purchase(lacking, weeks, plans, packs) if lacking else None
    today = in_hand.credits if in_hand else Decimal(0)
    credit = demand.credit if demand else "credit"
    return Pilot(briefs, weeks, credits_, found, paid, today, credit)


def pilot_by_call(
    briefs: int, weeks: int | None, evidence: Evidence, demand: WeeklyDemand
) -> Pilot:
    """So many briefs where each call is paid for by itself: a demand in money."""
    cost = _credits(briefs, evidence, demand)
    return Pilot(briefs, weeks, None, None if cost is None else Purchase(BY_CALL, cost))


def cheapest_purchase(
    credits_: Decimal, weeks: int | None, plans: Sequence[PlanTerms], packs: Iterable[PackTerms]
) -> Purchase | None:
    """The cheapest way to so many credits over so many weeks without a year; None without any."""
    ways = [*_packs(packs, credits_), *_months(plans, credits_, weeks)]
    return min(ways, key=lambda way: way.cost, default=None)


def _credits(briefs: int, evidence: Evidence, demand: WeeklyDemand | None) -> Decimal | None:
    """What the briefs take: credits an attempt x attempts a brief; failed ones count as charged."""
    attempts = evidence.attempts_a_brief
    if demand is None or not demand.attempts or attempts is None or not briefs:
        return None
    used = sum((week.charged("yes", "yes") for week in demand.weeks), Decimal(0))
    each = used / demand.attempts * Decimal(repr(attempts))
    return (each * briefs).quantize(CENT)


def _packs(packs: Iterable[PackTerms], credits_: Decimal) -> Iterator[Purchase]:
    for pack in packs:
        n = math.ceil(credits_ / pack.credits)
        if not pack.needs_plan and not (pack.trial and n > 1):
            packs_ = counted(n, "pack")
            yield Purchase(
                f"{packs_} of {pack.name}" if pack.name[0].isdigit() else f"{n:,} × {pack.name}",
                n * pack.price,
            )


def _months(plans: Sequence[PlanTerms], credits_: Decimal, weeks: int | None) -> Iterator[Purchase]:
    months = max(1, math.ceil((weeks or 0) / WEEKS_A_MONTH))
    for plan in plans:
        if plan.billing == "month":
            units = math.ceil(credits_ / months / plan.credits)
            if plan.most_units is None or units <= plan.most_units:
                span = "1 month" if months == 1 else f"{months} months"
                yield Purchase(
                    f"{units:,} × {plan.title} for {span}", months * plan.price_of(units)
                )
