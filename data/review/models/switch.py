"""What moving part of one model's work to another would change, in money a week."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.estimates.repeated_looks import compare_ratios
from data.review.findings.finding import cents
from data.review.levers.ways import saved_a_week
from data.review.models.at_work import on_like_work

if TYPE_CHECKING:
    from decimal import Decimal

    from data.estimates.repeated_looks import Comparison
    from data.review.facts import Facts
    from data.review.models.at_work import ModelAtWork, Name


@dataclass(frozen=True)
class Switch:
    """So much of a model's recent work moved to another, on the kinds of work that both know.

    `saved` is money a week, below 0 where it costs more; `low` and `high` bound it at the settings'
    confidence, at every look. Each is None where the briefs do not tell.
    """

    used: Name
    other: Name
    share: Decimal
    saved: Decimal | None
    low: Decimal | None
    high: Decimal | None
    compared: Comparison | None
    """The other's cost per accepted output / that of the one in use."""
    per_accepted: tuple[float, float]
    """Of the one in use and of the other, on like work; 0 without any."""
    briefs: tuple[int, int]
    moved: Decimal
    """Accepted outputs of the recent weeks that move."""
    recent_accepted: int
    """All that the one in use brought in the recent weeks, of any kind of work."""
    missing: int | None
    """How many more briefs would tell, at least; None where they seem to be alike."""


def switched(facts: Facts, used: ModelAtWork, other: ModelAtWork, share: Decimal) -> Switch:
    """The accepted outputs of the recent weeks at the other one's cost.

    It assumes that the briefs of both are alike, and that as much of each is wanted.
    """
    a, b = on_like_work([used, other])
    least = facts.thresholds.least_briefs
    found = compare_ratios(b.cost, a.cost, facts.thresholds.confidence)
    few = sum(max(0, least - each.n_briefs) for each in (a, b))
    saved, high, low = (
        _part(saved_a_week(facts, a, ratio), share)
        for ratio in ((found.estimate, found.low, found.high) if found else (None, None, None))
    )
    return Switch(
        used=used.name,
        other=other.name,
        share=share,
        saved=saved,
        low=None if few else low,
        high=None if few else high,
        compared=found,
        per_accepted=(a.per_accepted, b.per_accepted),
        briefs=(a.n_briefs, b.n_briefs),
        moved=share * a.recent_accepted,
        recent_accepted=used.recent_accepted,
        missing=few or (found.briefs_needed if found else least),
    )


def _part(amount: Decimal | None, share: Decimal) -> Decimal | None:
    return None if amount is None else cents(amount * share)
