"""Today's way on a channel without a plan: every call at what the price book asks for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.commitments.demand.weekly import MOST_UNRATED

if TYPE_CHECKING:
    from data.commitments.demand.weekly import WeeklyDemand
    from data.pricing.currencies import RateInForce


@dataclass(frozen=True)
class AsYouGo:
    """The work in money, and whose it is."""

    title: str
    demand: WeeklyDemand
    converted_at: RateInForce | None = None
    """The rate by which the money of the price book was converted."""

    @property
    def unknown(self) -> str:
        """Why it cannot be the base, in a sentence; empty where it can."""
        demand, reason = self.demand, ""
        if demand.unrated_share > MOST_UNRATED:
            unrated = f"{demand.unrated_attempts:,} of {demand.logged_attempts:,} attempts"
            reason = (
                f"{unrated} have no price in the price book, or none with a rate to "
                f"{demand.credit} of their day"
            )
        elif not demand.weeks:
            reason = "the log of calls does not cover the weeks that are looked back on"
        told = f"What {self.title} would cost if paid for call by call is not known: {reason}."
        return told if reason else ""
