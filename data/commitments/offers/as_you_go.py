"""Every call at what the price book asks for it: today's way, or the same on another channel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.commitments.demand.weekly import MOST_UNRATED
from data.commitments.terms.offer import Offer, Seller, TopUp

if TYPE_CHECKING:
    from data.commitments.demand.weekly import WeeklyDemand
    from data.commitments.terms.amounts import Charged
    from data.pricing.currencies import RateInForce


@dataclass(frozen=True)
class AsYouGo:
    """The work in money, and whose it is."""

    title: str
    demand: WeeklyDemand
    priced_in: str | None = None
    """The currency of the channel's prices, where they have but one."""
    converted_at: RateInForce | None = None
    """The rate by which the money of the price book was converted."""
    charges: tuple[Charged, Charged] = ("no", "no")
    """Whether failed and blocked calls are billed on top; of logged calls their prices know it."""
    asked: bool = True
    """Whether somebody asked about the channel: else it is compared, and never advised."""

    def offer(self, currency: str) -> Offer:
        """Paying so, as one way to buy."""
        seller = Seller(self.demand.platform, self.title, currency, currency, *self.charges)
        return Offer(seller, top_up=TopUp.as_you_go(self.converted_at))

    @property
    def unknown(self) -> str:
        """Why it cannot be the base, in a sentence; empty where it can."""
        demand, reason = self.demand, ""
        if demand.unrated_share > MOST_UNRATED:
            reason = self._unpriced
        elif not demand.weeks:
            reason = "the log of calls does not cover the weeks that are looked back on"
        told = f"What {self.title} would cost if paid for call by call is not known: {reason}."
        return told if reason else ""

    @property
    def _unpriced(self) -> str:
        """How many attempts have no price, and how many one that no rate converts."""
        demand, unconverted = self.demand, self.demand.unconverted_attempts
        logged, unpriced = (
            f"{demand.logged_attempts:,} attempts",
            demand.unrated_attempts - unconverted,
        )
        currency = self.priced_in or "another currency"
        no_rate = f"priced in {currency}, with no rate to {demand.credit} of their day"
        if not unpriced:
            return f"{unconverted:,} of {logged} are {no_rate}"
        told = f"{unpriced:,} of {logged} have no price in the price book"
        if unconverted:
            return f"{told}, and {unconverted:,} are {no_rate}"
        foreign = self.priced_in not in {None, demand.credit}
        return told + (f", or none with a rate to {demand.credit} of their day" if foreign else "")
