"""What was paid for within the horizon and is worn out only after it.

Without it a pack that lasts two years would look dear, and a year's plan bought in month ten too.
A price is spread over what is used of it in the end: the part of a pack, or of a pool, that falls
within the horizon is what was used of it by then / what will have been used when it ends or, at
latest, a year on, at the pace since it came. So it wears by use or by time, whichever is quicker,
and less work never costs more. A fee is spread over the months it pays for. Monthly credits that
roll over or never lapse are worth nothing, as new ones take their place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from data.commitments.terms.amounts import MONTHS_PER

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from data.commitments.futures.horizon import Horizon
    from data.commitments.futures.wallet import Grant, PackCredits, PlanCredits
    from data.commitments.terms.offer import TopUp
    from data.commitments.terms.plan import PlanTerms

SMALLEST = 1e-300
MOST_DAYS = 365.0


def of_packs(packs: PackCredits, top_up: TopUp | None, horizon: Horizon) -> NDArray[np.float64]:
    """Money in the last pack bought that will still be used, per path."""
    if top_up is None or top_up.by_the_credit:
        return np.zeros_like(packs.left)
    life = top_up.expires_after_days
    ends = packs.last_bought + (np.inf if life is None else life)
    ahead = _days_ahead(ends, packs.last_bought, horizon)
    return float(top_up.price) * np.minimum(packs.left / float(top_up.credits), ahead)


def of_plan(
    plan: PlanCredits, terms: PlanTerms | None, fees: NDArray[np.float64], horizon: Horizon
) -> NDArray[np.float64]:
    """Money in a pool that goes on, and in months that are paid but still to come, per path."""
    if terms is None:
        return np.zeros_like(fees)
    if terms.grants == "year":
        each = fees / np.maximum(plan.granted, SMALLEST)
        pools = (_of_pool(grant, horizon) * grant.size for grant in plan.grants)
        return np.asarray(each * sum(pools, np.zeros_like(fees)))
    paid = -(-horizon.months // MONTHS_PER[terms.billing]) * MONTHS_PER[terms.billing]
    return fees * (paid - horizon.months) / paid


def _of_pool(grant: Grant, horizon: Horizon) -> NDArray[np.float64]:
    """The share of a pool that will still be used."""
    ahead = _days_ahead(np.array(grant.end), np.array(float(grant.came)), horizon)
    return np.minimum(grant.left / np.maximum(grant.size, SMALLEST), ahead)


def _days_ahead(
    ends: NDArray[np.float64], came: NDArray[np.float64], horizon: Horizon
) -> NDArray[np.float64]:
    """Of the days from when credits came to when they end, the share after the horizon."""
    after = np.clip(ends - horizon.days, 0.0, MOST_DAYS)
    return np.asarray(after / (horizon.days - came + after))
