"""Periods by segment: what was asked for, what came of it and what it cost; and their change."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from data.asking.aggregates import SPENT, Aggregated, aggregates
from data.estimates.change import Change, Sums, split_change
from data.metrics.dimensions import dimension
from data.metrics.metric import Aggregate

if TYPE_CHECKING:
    from data.asking.figures import Figures
    from data.asking.selection import Selection
    from data.metrics.dimensions import Key
    from data.review.asked import Asked

ASKED = Aggregate("attempt", "sum(n_requested)", 0)
USABLE = Aggregate("asset", "sum(outputs_usable)", 0)
BREAKAGE = Aggregate("asset", "coalesce(sum(money_breakage), 0)", Decimal(0))
PEOPLE = Aggregate("people", "coalesce(sum(cost), 0)", Decimal(0))
DIMENSIONS = ("client", "project", "model", "channel", "tier", "media", "team")
"""What a change is split by; persons are not among them."""


def sums_by(
    figures: Figures, selection: Selection, by: str, *, people: bool = False
) -> dict[Key, Sums]:
    """The sums of each group of a dimension; people's money only where it is asked for."""
    cursor = figures.cursor(selection)
    parts = [SPENT, ASKED, USABLE, BREAKAGE, *([PEOPLE] if people else [])]
    groups = aggregates(cursor, parts, [dimension(by)], selection, figures.settings)
    return {group: _sums(found) for (group,), found in groups.items()}


def change_by(
    figures: Figures, asked: Asked, by: str, *, people: bool = False
) -> Change[Key] | None:
    """The change of cost per usable asset (with people: fully loaded) between the two periods.

    None where one of them has nothing usable.
    """
    before = sums_by(figures, asked.selection_before, by, people=people)
    return split_change(before, sums_by(figures, asked.selection, by, people=people))


def _sums(found: Aggregated) -> Sums:
    breakage = found[BREAKAGE]
    return Sums(
        int(found[ASKED] or 0),
        int(found[USABLE] or 0),
        (found[SPENT] or Decimal(0)) - breakage,
        breakage,
        found.get(PEOPLE) or Decimal(0),
    )
