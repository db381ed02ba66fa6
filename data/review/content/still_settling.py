"""Weeks whose outputs are not all decided: their rates and money lines will still change."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from data.review.parts import Column

if TYPE_CHECKING:
    from datetime import date

    from data.review.facts import Facts

WEEK = timedelta(days=7)
SETTLING = Column("settling", "Still settling", "rate")
"""The share of the delivered outputs that wait for a decision; None where a week is closed."""
HOLLOW, PALE = (
    f"{mark} are weeks that still settle: part of their outputs is undecided."
    for mark in ("Hollow points", "Pale bars")
)


def still_settling(facts: Facts, first: date, last: date) -> dict[date, float | None]:
    """The weeks between two days that are not closed, with the pending share of their outputs."""
    selection = facts.asked.until(last + WEEK - timedelta(days=1), first)
    table = facts.figures.measure(("pending_share", "outputs"), by=["week"], selection=selection)
    return {
        row["week"]: row["pending_share"]
        for row in table.rows
        if row["pending_share"] and not facts.settling.is_closed(row["week"])
    }
