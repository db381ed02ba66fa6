"""A trial: what would settle whether a change is worth it, where the work done cannot tell yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.review.predictions import finding_key

if TYPE_CHECKING:
    from decimal import Decimal

    from data.review.predictions import Filters


@dataclass(frozen=True)
class Trial:
    """What to try on some briefs. Money is what is at stake a week if as much is accepted."""

    lever: str
    sentence: str
    at_stake: Decimal
    briefs: int
    """On which it was done so far."""
    briefs_needed: int
    """How many more of both ways, at least."""
    where: Filters = ()

    @property
    def key(self) -> str:
        """What it is known by from week to week."""
        return finding_key(self.lever, self.where)
