"""What a figure could not take in, in a few words to stand beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboard.words.formats import counted, money, percent

if TYPE_CHECKING:
    from collections.abc import Mapping

    Row = Mapping[str, Any]

NO_GAPS = "nothing missing"
MONEY_GAPS = ("unpriced_attempts", "unknown_attempts", "assumed_cost")
GAPS = (*MONEY_GAPS, "pending_share", "unrated_work", "usable_with_rejected_final")
"""The gaps whose numbers stand beside the headline figures."""
_BESIDE: dict[str, tuple[str, ...]] = {
    "spend": MONEY_GAPS,
    "cost_per_usable_asset": ("unpriced_attempts", "unknown_attempts", "pending_share"),
    "settled_cost_per_usable_asset": ("unpriced_attempts", "unknown_attempts"),
    "usable_assets": ("pending_share", "usable_with_rejected_final"),
    "waste_share": ("unpriced_attempts", "pending_share"),
    "discard_rate": ("pending_share",),
    "accepted_cost": ("unpriced_attempts", "pending_share"),
    "people_cost": ("unrated_work",),
    "fully_loaded_cost": ("unpriced_attempts", "unrated_work"),
    "fully_loaded_cost_per_usable_asset": ("unpriced_attempts", "unrated_work", "pending_share"),
}


_WHY_NOT_KNOWN = {
    "people_cost": "no work recorded, or no rates set",
    "fully_loaded_cost": "people's work has no rates",
    "spend": "no known price",
    "accepted_cost": "no known price",
    "waste_share": "no known spend",
    "discard_rate": "nothing is settled yet",
    "cost_per_usable_asset": "nothing usable yet",
}


def gaps_beside(metric: str, row: Row, currency: str) -> str:
    """`12 unpriced · 4 unknown · 8.1 % pending`: the gaps of one figure."""
    words = [_words(gap, row[gap], currency) for gap in _BESIDE[metric] if row.get(gap)]
    if row[metric] is None and metric in _WHY_NOT_KNOWN:
        words.insert(0, _WHY_NOT_KNOWN[metric])
    return " · ".join(word.replace(" ", "\u00a0") for word in words) or NO_GAPS


def _words(gap: str, value: Any, currency: str) -> str:
    if gap == "pending_share":
        return f"{percent(value)} pending"
    if gap == "assumed_cost":
        return f"{money(value, currency)} assumed"
    if gap == "unrated_work":
        return f"{counted(value, 'piece')} of work without a rate"
    if gap == "usable_with_rejected_final":
        return f"{value:,} with a rejected final"
    return f"{value:,} {gap.removesuffix('_attempts')}"
