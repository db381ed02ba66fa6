"""How much has to be known before a commitment is recommended."""

from __future__ import annotations

import math
from dataclasses import dataclass

from data.errors import QuestionError

MOST_WEEKS, MOST_BRIEFS = 520, 100_000


@dataclass(frozen=True)
class EvidenceRule:
    """From when on the evidence carries a commitment."""

    least_weeks: int = 8
    least_briefs: int = 20
    precision: float = 0.25
    """The waste-to-asset ratio must be known to give or take this share of itself …"""
    confidence: float = 0.9
    """… with this confidence."""

    def __post_init__(self) -> None:
        """Refuse what cannot be meant. Raises QuestionError naming the number."""
        _refuse(self.least_weeks, "weeks", 1, MOST_WEEKS)
        _refuse(self.least_briefs, "briefs", 2, MOST_BRIEFS)
        _refuse(self.precision * 100, "precision", 1, 100)
        _refuse(self.confidence * 100, "confidence", 50, 99.9)

    def briefs_guessed(self, spread: float = 1.0) -> int:
        """Needed where the briefs so far show no spread: one that varies so often its mean.

        By as much as the mean: (1.645 / 0.25)² = 43.3, so 44.
        """
        from scipy.special import ndtri

        deviations = float(ndtri(0.5 + self.confidence / 2))
        return math.ceil((deviations * spread / self.precision) ** 2)


def _refuse(value: float, name: str, least: float, most: float) -> None:
    if not least <= value <= most:
        raise QuestionError(f"{name} {value:g}: give {least:g} to {most:g}.")


DEFAULT_RULE = EvidenceRule()
