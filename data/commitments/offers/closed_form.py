"""The size that theory gives, where it gives one, to hold the search against.

Credits that lapse worthless are newspapers: the one that pays for itself is the one still needed
with a chance of plan price / top-up price, so the amount to commit to is the quantile 1 − plan
price / top-up price of what one grant has to cover (Arrow, Harris and Marschak, 1951). Months of
different size count as one mixture, as the commitment is the same for all of them; a pool granted
by the year meets the year's sum.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

from data.commitments.offers.search import cheapest
from data.commitments.rounding import MICRO, rounded
from data.commitments.terms.amounts import MONTHS_PER

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from data.commitments.futures.horizon import Horizon
    from data.commitments.terms.offer import Offer, TopUp
    from data.commitments.terms.plan import PlanTerms

CHECKED_PATHS = 500
CENT_OF_DEMAND = 0.01
"""Search and closed form agree when they lie within this share of a grant's mean demand."""


@dataclass(frozen=True)
class ClosedForm:
    """The critical fractile and, where credits lapse worthless, the size it asks for per grant."""

    price_per_credit: Decimal
    top_up_price_per_credit: Decimal
    credits: Decimal | None
    """Per grant; 0 where the fractile is not above 0; None where the terms have no closed form."""
    credits_by_search: Decimal | None
    why_not: str | None
    """Why there is no closed form."""
    agrees: bool | None

    @property
    def fractile(self) -> Decimal:
        """1 − plan price / top-up price; not above 0: a plan's credit never pays for itself."""
        return (1 - self.price_per_credit / self.top_up_price_per_credit).quantize(MICRO)

    @property
    def break_even_utilisation(self) -> Decimal:
        """The share of the plan's credits that must be used for it to cost what top-ups would."""
        return 1 - self.fractile


def closed_form(
    plan: PlanTerms,
    offer: Offer,
    demand: NDArray[np.float64],
    horizon: Horizon,
    units: int = 1,
) -> ClosedForm | None:
    """The closed form for a plan and the way its shortfalls are topped up; None if they are not.

    `units`: how many are to be bought, which decides the price where it falls with their number.
    """
    top_up = offer.top_up
    if top_up is None or not top_up.price:
        return None
    each, why_not = plan.price_per_credit_of(units), _why_not(plan, horizon)
    bare = ClosedForm(each, top_up.price_per_credit, None, None, why_not, None)
    if bare.why_not is not None:
        return bare
    demand = demand[:CHECKED_PATHS]
    if bare.fractile <= 0:
        return replace(bare, credits=Decimal(0), credits_by_search=Decimal(0), agrees=True)
    grants = np.add.reduceat(demand, horizon.grant_steps(MONTHS_PER[plan.grants]), axis=1)
    quantile = float(np.quantile(grants, float(bare.fractile)))
    found = _searched(plan, offer, top_up, demand, horizon)
    return replace(
        bare,
        credits=rounded(quantile),
        credits_by_search=rounded(found),
        agrees=bool(abs(found - quantile) <= CENT_OF_DEMAND * grants.mean()),
    )


def _searched(
    plan: PlanTerms, offer: Offer, top_up: TopUp, demand: NDArray[np.float64], horizon: Horizon
) -> float:
    """The best size when any number of credits can be had, at the same prices, by simulation."""
    smooth = plan.model_copy(update={"divisible": True, "most_units": None, "volume_steps": ()})
    by_credit = replace(
        top_up, price=top_up.price_per_credit, credits=Decimal(1), by_the_credit=True
    )
    found = cheapest(replace(offer, plan=smooth, top_up=by_credit), demand, horizon)
    return found.units * float(plan.credits)


def _why_not(plan: PlanTerms, horizon: Horizon) -> str | None:
    if not plan.lapses_each_grant:
        return "its credits outlive their period, so only the simulation can tell"
    if plan.seat_cost(1):
        return "seats are paid on top of its credits, so only the simulation can tell"
    if plan.volume_steps:
        return "its price falls with the number of subscriptions, so only the simulation can tell"
    if horizon.months % MONTHS_PER[plan.billing]:
        return "the horizon is not a whole number of its billing periods"
    return None
