"""A sample drawn at random: how large, what it would tell, and what it told so far."""

from __future__ import annotations

import math
from typing import NamedTuple

from data.estimates.sampling import EscapeRate, escape_rate, sample_size


class Sample(NamedTuple):
    """Outputs drawn of a lot, of which some were decided on, and some of those are bad."""

    lot: int
    size: int
    decided: int
    bad: int
    missed: float
    risk: float

    @property
    def is_done(self) -> bool:
        """Whether all of it was decided on."""
        return self.decided >= self.size

    @property
    def told(self) -> EscapeRate | None:
        """The share of bad ones in the lot, with its exact interval; None before a decision."""
        return escape_rate(self.bad, self.decided, self.lot) if self.lot else None


def size_of(lot: int, missed: float, risk: float) -> int:
    """How many to look at: none bad, and the lot has fewer bad ones than that share.

    `missed` is the share that must not be missed, `risk` the chance with which it may be; both lie
    between 0 and 1.
    """
    if not lot:
        return 0
    return sample_size(lot, math.ceil(missed * lot), risk) or lot
