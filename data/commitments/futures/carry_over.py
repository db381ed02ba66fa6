"""What was paid for within the horizon and can still be used after it.

Without it a pack that lasts two years would look dear, and a year's plan bought in month ten too.
Counted is only what the work would use, at the pace of the horizon, before it ends and within a
year: credits that nobody will need are worth nothing. Monthly credits rolled over count
nothing either, as new ones take their place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from data.commitments.terms.amounts import MONTHS_PER

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from data.commitments.futures.horizon import Horizon
    from data.commitments.futures.wallet import PackCredits, PlanCredits
    from data.commitments.terms.offer import TopUp
    from data.commitments.terms.plan import PlanTerms

SMALLEST = 1e-300
MOST_DAYS = 365.0


def of_packs(packs: PackCredits, top_up: TopUp | None, horizon: Horizon) -> NDArray[np.float64]:
    """Money in bought credits that are still valid and will be used, per path."""
    if top_up is None or top_up.by_the_credit:
        return np.zeros_like(packs.left)
    life = np.full_like(packs.left, MOST_DAYS)
    if top_up.expires_after_days is not None:
        ends = packs.last_bought + top_up.expires_after_days - horizon.days
        life = np.clip(ends, 0.0, MOST_DAYS)
    usable = np.minimum(packs.left, packs.used / horizon.days * life)
    return usable * float(top_up.price_per_credit)


def of_plan(
    plan: PlanCredits, terms: PlanTerms | None, fees: NDArray[np.float64], horizon: Horizon
) -> NDArray[np.float64]:
    """Money in a pool that goes on, and in months that are paid but still to come, per path."""
    if terms is None:
        return np.zeros_like(fees)
    paid = -(-horizon.months // MONTHS_PER[terms.billing]) * MONTHS_PER[terms.billing]
    if terms.grants == terms.billing:
        return _of_pool(plan, terms, fees, horizon)
    used = plan.used / np.maximum(plan.granted, SMALLEST)
    return fees * (paid - horizon.months) / paid * used


def _of_pool(
    plan: PlanCredits, terms: PlanTerms, fees: NDArray[np.float64], horizon: Horizon
) -> NDArray[np.float64]:
    if terms.grants == "month" and not terms.never_lapses:
        return np.zeros_like(fees)
    last = max(plan.ends, default=0.0)
    life = float(np.clip(last - horizon.days, 0.0, MOST_DAYS))
    usable = np.minimum(plan.left, plan.used / horizon.days * life)
    return usable * fees / np.maximum(plan.granted, SMALLEST)
