"""The road ahead under one offer, for a curve: demand by week, and what is left of the plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from data.commitments.offers.outcome import Spread
from data.commitments.offers.plan_sizing import run_offer

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from data.commitments.futures.forecast import Futures
    from data.commitments.terms.offer import Offer


@dataclass(frozen=True)
class DayPoint:
    """Credits over all futures, from a day on or at its end."""

    on: date
    credits: Spread


@dataclass(frozen=True)
class Trajectory:
    """Demand per week by its first day, and the plan's credits left at each step's last day."""

    demand: tuple[DayPoint, ...]
    balance: tuple[DayPoint, ...]
    """None of it without a plan."""


def trajectory(offer: Offer, futures: Futures) -> Trajectory:
    """Follow an offer through all futures."""
    horizon, seller = futures.horizon, offer.seller
    weekly = futures.weekly(seller.platform, seller.charges_failed, seller.charges_blocked)
    run = run_offer(offer, futures, keep_balance=offer.plan is not None)
    ends = horizon.step_days + horizon.step_lengths - 1
    return Trajectory(
        _points(weekly, [7 * week for week in range(horizon.weeks)], futures),
        () if run.balance is None else _points(run.balance, list(ends), futures),
    )


def _points(
    columns: NDArray[np.float64], offsets: list[int], futures: Futures
) -> tuple[DayPoint, ...]:
    return tuple(
        DayPoint(futures.horizon.day(offset), Spread.of(np.ascontiguousarray(columns[:, number])))
        for number, offset in enumerate(offsets)
    )
