"""Credits that are held already: they pay for the first of the work, whatever is bought after them.

So they lower the demand of every offer alike, soonest to end first. What ends lapses with the step
after its day, as bought credits do. Nothing is bought before the day on which, in the middle of all
futures, they are used up; in a future in which that is sooner, what is short by then counts on that
day, as there the purchase is as much sooner.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

from data.commitments.futures.wallet import DUST, take

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, tzinfo

    from numpy.typing import NDArray

    from data.commitments.futures.horizon import Horizon
    from data.commitments.terms.amounts import Charged
    from data.credits.entries import Lot


@dataclass(frozen=True)
class HeldLot:
    """Credits that end on one day; None: never."""

    credits: Decimal
    ends_on: date | None


@dataclass(frozen=True)
class InHand:
    """What is held of one platform's credits, and what a failed or blocked attempt takes of it."""

    platform: str
    lots: tuple[HeldLot, ...]
    charges: tuple[Charged, Charged] = ("unknown", "unknown")
    other_a_day: Decimal = Decimal(0)
    """What other work than the one asked about takes of it a day."""

    @classmethod
    def of(
        cls, platform: str, lots: Iterable[Lot], charges: tuple[Charged, Charged], zone: tzinfo
    ) -> InHand | None:
        """What accounts hold, by the local day on which it ends; None where that is nothing."""
        held: dict[date | None, Decimal] = {}
        for lot in lots:
            day = None if lot.expires_at is None else _local_day(lot.expires_at, zone)
            held[day] = held.get(day, Decimal(0)) + lot.left.credits
        ending = sorted(day for day in held if day is not None)
        days = [*ending, *([None] if None in held else [])]
        found = tuple(HeldLot(held[day], day) for day in days if held[day] > 0)
        return cls(platform, found, charges) if found else None

    @property
    def credits(self) -> Decimal:
        """All that is held."""
        return sum((lot.credits for lot in self.lots), Decimal(0))

    def pays_for(self, credits_: Decimal, days: int, starts_on: date) -> Decimal:
        """How much of a pilot's credits it pays for, spent evenly over so many days.

        What ends meanwhile is gone, and so is what other work takes in that time.
        """
        a_day = credits_ / days
        spent_a_day, at, paid = a_day + self.other_a_day, Decimal(0), Decimal(0)
        for lot in self.lots:
            end = days if lot.ends_on is None else min(days, (lot.ends_on - starts_on).days)
            lasts = min(lot.credits / spent_a_day, max(Decimal(0), end - at))
            at, paid = at + lasts, paid + lasts * a_day
        return min(paid, credits_)


def beyond_hand(
    in_hand: InHand, demand: NDArray[np.float64], horizon: Horizon
) -> NDArray[np.float64]:
    """Of a demand (paths x steps), what the credits in hand do not cover."""
    short = demand.copy()
    ends = [np.inf if lot.ends_on is None else horizon.offset(lot.ends_on) for lot in in_hand.lots]
    lots = sorted(zip(ends, in_hand.lots, strict=True), key=lambda pair: pair[0])
    held = [(end, np.full(len(demand), float(lot.credits))) for end, lot in lots]
    for step, day in enumerate(horizon.step_days.tolist()):
        for end, left in held:
            if end > day:
                take(left, short[:, step])
    return short


def postponed(short: NDArray[np.float64], horizon: Horizon) -> NDArray[np.float64]:
    """What is short before the purchase, counted on its day."""
    (first, *_) = horizon.grant_steps(1)
    if not first:
        return short
    late = short.copy()
    late[:, first] += short[:, :first].sum(axis=1)
    late[:, :first] = 0.0
    return late


def days_covered(in_hand: InHand, demand: NDArray[np.float64], horizon: Horizon) -> int | None:
    """Days until, in the middle of all futures, work is no longer covered; None: it always is."""
    short = beyond_hand(in_hand, demand, horizon)
    lacks = short > DUST
    step = np.where(lacks.any(axis=1), lacks.argmax(axis=1), -1)
    paths = np.arange(len(demand))
    share = 1 - short[paths, step] / np.maximum(demand[paths, step], DUST)
    days = horizon.step_days[step] + np.floor(share * horizon.step_lengths[step])
    middle = np.quantile(np.where(step < 0, np.inf, days), 0.5, method="lower")
    return int(middle) if np.isfinite(middle) else None


def _local_day(moment: datetime, zone: tzinfo) -> date:
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(zone).date()
