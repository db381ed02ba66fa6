"""What the credits in hand mean for the answer: when to buy, or that nothing has to be bought."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from data.commitments.advice.recommendation import Recommendation
from data.commitments.wording import day, many, number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.commitments.demand.weekly import WeeklyDemand
    from data.commitments.futures.forecast import Futures


def with_in_hand(
    found: Recommendation, futures: Futures, demands: Mapping[str, WeeklyDemand]
) -> Recommendation:
    """The answer with what is in hand; where that lasts, nothing is bought."""
    held = futures.in_hand
    if held is None or held.platform not in demands:
        return found
    horizon = futures.horizon
    have = f"{number(held.credits)} {many(demands[held.platform].credit)}"
    if outlasts(futures) and found.answer != "not yet":
        sentence = (
            f"Buy nothing yet: the {have} in hand last beyond {day(horizon.ends_on)} in the middle "
            f"of all futures."
        )
        return Recommendation("no commitment", sentence, found.because[-1:], None)
    if outlasts(futures):
        told = f"{have} are in hand and last beyond {day(horizon.ends_on)}."
    else:
        told = (
            f"{have} are in hand and used first: in the middle of all futures they are used up on "
            f"{day(horizon.buys_on)}, the day to buy. All costs are net of them."
        )
    return replace(found, because=(told, *found.because))


def outlasts(futures: Futures) -> bool:
    """Whether what is in hand covers the work to the end, in the middle of all futures."""
    return not futures.horizon.lead_days and futures.days_covered is None
