"""The credits of thousands of invented futures at once: each amount is an array, one per path.

The same rules as `data/credits/lots.py` follows for one real account, in floats.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from data.commitments.terms.amounts import BurnOrder

DUST = 1e-6
"""Credits below this are rounding, not demand: no pack is bought for them."""


@dataclass
class Grant:
    """Credits that came on one day and end on another; days are those of the horizon."""

    came: int
    end: float
    size: NDArray[np.float64]
    left: NDArray[np.float64]


class PlanCredits:
    """What is left of a plan's grants, soonest to end first; days are those of the horizon."""

    def __init__(self, paths: int, *, newest_first: bool) -> None:
        """Start with nothing."""
        self.grants: list[Grant] = []
        self._newest_first = newest_first
        self.granted = np.zeros(paths)
        self.used = np.zeros(paths)
        self.lapsed = np.zeros(paths)

    @property
    def left(self) -> NDArray[np.float64]:
        """Credits left, over all grants."""
        return np.asarray(sum((each.left for each in self.grants), np.zeros_like(self.used)))

    @property
    def ends(self) -> list[float]:
        """When each grant that is left ends, in order."""
        return [each.end for each in self.grants]

    def lapse(self, day: int) -> None:
        """Let the grants go that end on or before this day."""
        for each in (grant for grant in self.grants if grant.end <= day):
            self.lapsed += each.left
        self.grants = [grant for grant in self.grants if grant.end > day]

    def carry(self, cap: NDArray[np.float64]) -> None:
        """Let go of what is above the cap, from the grant that ends first."""
        above = np.maximum(0.0, self.left - cap)
        self.lapsed += above
        for each in self.grants:
            take(each.left, above)

    def grant(self, credits_: NDArray[np.float64], day: int, end: float) -> None:
        """Add a period's credits."""
        self.granted += credits_
        if self.grants and self.grants[-1].end == end:
            self.grants[-1].size = self.grants[-1].size + credits_
            self.grants[-1].left += credits_
        else:
            self.grants.append(Grant(day, end, credits_, credits_.copy()))

    def draw(self, need: NDArray[np.float64], ending: float | None = None) -> None:
        """Take from the grants in their order, those of one end only if given; lowers `need`."""
        order = reversed(self.grants) if self._newest_first else iter(self.grants)
        for each in order:
            if ending is None or each.end == ending:
                self.used += take(each.left, need)


def take(left: NDArray[np.float64], need: NDArray[np.float64]) -> NDArray[np.float64]:
    """Move as much as there is from one to the other, in place; what was taken."""
    taken = np.minimum(left, need)
    left -= taken
    need -= taken
    return taken


class PackCredits:
    """Bought credits of one kind. As all last equally long, two running totals say everything."""

    def __init__(
        self,
        paths: int,
        step_days: NDArray[np.int64],
        ends_day: int,
        life_days: int | None,
        *,
        by_expiry: bool,
    ) -> None:
        """Start with nothing; `ends_day` is the last on which anything can lapse.

        `by_expiry`: when they end counts even if that is later, as it decides what is used first.
        """
        self._days = step_days
        self._life = np.inf if life_days is None else float(life_days)
        self._lasts = self._life > (np.finfo(float).max if by_expiry else ends_day)
        self._history: list[NDArray[np.float64]] = []
        self.bought = np.zeros(paths)
        self.last_bought = np.zeros(paths)
        self.gone = np.zeros(paths)
        self.used = np.zeros(paths)
        self.lapsed = np.zeros(paths)

    @property
    def left(self) -> NDArray[np.float64]:
        """Credits left."""
        return self.bought - self.gone

    def buy(self, credits_: NDArray[np.float64], used: NDArray[np.float64], day: int) -> None:
        """Add credits of which so many are used at once. Nothing older is left by then."""
        np.copyto(self.last_bought, float(day), where=credits_ > 0)
        self.bought += credits_
        self.used += used
        self.gone += np.minimum(used, self.left)

    def close_step(self) -> None:
        """Remember what was bought so far, where it may lapse within the horizon."""
        if not self._lasts:
            self._history.append(self.bought.copy())

    def lapse(self, day: int) -> None:
        """Let go what ends on or before this day."""
        ended = self._ended(day, "right")
        if ended is not None:
            self.lapsed += ended
            self.gone += ended

    def draw(self, need: NDArray[np.float64], ending_before: float | None = None) -> None:
        """Take from them, only those that end before a day if given; lowers `need`."""
        held = self.left if ending_before is None else self._ended(ending_before, "left")
        if held is not None:
            taken = np.minimum(held, need)
            need -= taken
            self.used += taken
            self.gone += taken

    def _ended(self, day: float, side: Literal["left", "right"]) -> NDArray[np.float64] | None:
        """What is left of those that end before a day, or on it as well."""
        if self._lasts:
            return None
        n = int(np.searchsorted(self._days[: len(self._history)] + self._life, day, side))
        return np.maximum(0.0, self._history[n - 1] - self.gone) if n else None


def draw(
    need: NDArray[np.float64], plan: PlanCredits, packs: PackCredits, order: BurnOrder
) -> None:
    """Use credits in the platform's order; `need` becomes what is short.

    Of a pack and a plan's credits that end on the same day, the plan's go first.
    """
    if order == "packs_first":
        packs.draw(need)
    if order == "earliest_expiry":
        for end in plan.ends:
            packs.draw(need, ending_before=end)
            plan.draw(need, ending=end)
    plan.draw(need)
    packs.draw(need)
