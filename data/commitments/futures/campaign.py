"""Work that is already known to come: so many usable assets by a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from data.errors import QuestionError

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from data.commitments.futures.horizon import Horizon


@dataclass(frozen=True)
class Campaign:
    """`assets` usable assets by `due_on`, made evenly from `starts_on` (else from the first day).

    It comes on top of the weekly demand: leave out what the log's weeks already stand for.
    """

    name: str
    assets: int
    due_on: date
    starts_on: date | None = None

    def shares(self, horizon: Horizon) -> NDArray[np.float64]:
        """The share of its work that falls in each step; what lies outside the horizon is left out.

        Raises QuestionError naming the field that does not hold.
        """
        begins = self.starts_on or horizon.starts_on
        if self.assets < 1:
            raise QuestionError(f"campaign {self.name}: assets is {self.assets}; give 1 or more.")
        if self.due_on < begins:
            raise QuestionError(
                f"campaign {self.name}: due_on {self.due_on} is before it starts on {begins}. "
                f"Give a later day, or leave it out when it is over."
            )
        first = (begins - horizon.starts_on).days
        after = (self.due_on - horizon.starts_on).days + 1
        starts = np.maximum(horizon.step_days, first)
        ends = np.minimum(horizon.step_days + horizon.step_lengths, after)
        return np.asarray(np.clip(ends - starts, 0, None) / (after - first))
