"""What is on offer but was not sized, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from data.commitments.demand.weekly import MOST_UNRATED
from data.commitments.wording import day

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from data.commitments.demand.weekly import WeeklyDemand
    from data.commitments.terms.plan import PlanTerms
    from data.commitments.terms.platform import Platform


@dataclass(frozen=True)
class LeftOut:
    """A plan, or the packs of a platform, that were not sized, and why."""

    title: str
    reason: str


def left_out(
    plans: Sequence[PlanTerms], platforms: Sequence[Platform], reason: Callable[..., str | None]
) -> tuple[LeftOut, ...]:
    """The plans that cannot be sized, and the packs that cannot, where no plan says why."""
    with_plans = {(plan.platform, plan.currency) for plan in plans}
    sold = [(plan.title, reason(plan.platform, plan.currency)) for plan in plans]
    sold += [
        (f"{each.title} packs", reason(each.name, currency))
        for each in platforms
        for currency in dict.fromkeys(pack.currency for pack in each.packs)
        if (each.name, currency) not in with_plans
    ]
    return tuple(LeftOut(title, why) for title, why in sold if why is not None)


def why_not(
    demands: Mapping[str, WeeklyDemand], currency: str, platform: str, priced_in: str
) -> str | None:
    """Why nothing that a platform sells can be sized; None where it can."""
    demand = demands.get(platform)
    if priced_in != currency:
        return (
            f"its price is in {priced_in}; give it in {currency}, or in rates.toml of your prices "
            f"folder what 1 {priced_in} is in {currency}, of that day or the seven before it"
        )
    if demand is None:
        return f"no demand in the credits of {platform}: say which of its models does the work"
    if not demand.weeks:
        return f"no complete week of demand in the credits of {platform}"
    if demand.unrated_share > MOST_UNRATED:
        unrated = f"{demand.unrated_attempts:,} of {demand.logged_attempts:,} attempts"
        return (
            f"{unrated} have no rate in the credits of {platform}: say which of its models does "
            f"that work"
        )
    return None


def not_compared(platform: Platform, on: date) -> Iterator[LeftOut]:
    """Quotes that cannot be taken on a day, and plans of the book whose place a quote takes."""
    sold = platform.plans_sold(on)
    for plan in platform.quoted:
        if not plan.in_force(on):
            yield LeftOut(plan.title, _not_in_force(plan, on))
    for plan in platform.listed:
        if plan.in_force(on) and plan not in sold:
            yield LeftOut(plan.title, "a quote of the same name takes its place")


def nothing_sold(platform: Platform) -> Iterator[LeftOut]:
    """A platform of which only rates are known: work can be rated there, and nothing be bought."""
    if not platform.plans and not platform.packs:
        yield LeftOut(
            platform.title,
            "neither a plan nor a pack of it is known, only what its models take: give a quote",
        )


def _not_in_force(quote: PlanTerms, on: date) -> str:
    if quote.valid_to is not None and quote.valid_to <= on:
        last = day(quote.valid_to - timedelta(days=1))
        return f"the quote's last day was {last}: ask whether it still holds, and change valid_to"
    assert quote.valid_from is not None, "else it would be in force"
    return f"the quote holds only from {day(quote.valid_from)} on"
