"""How much a figure changed: a rate in points, anything else by a share of what it was.

A discard rate that goes from 50 % to 55 % rose by 5 points; "+10 %" would be read as 60 %.
"""

from __future__ import annotations

from typing import Any, Literal

from dashboard.words.formats import shown

ChangeUnit = Literal["points", "change"]


def change_unit(unit: str) -> ChangeUnit:
    """What the change of a figure of that unit is written in."""
    return "points" if unit == "rate" else "change"


def change(now: Any, before: Any, unit: str) -> float | None:
    """The change, as its unit has it; None where one is not known, or a share would be of 0."""
    if now is None or before is None:
        return None
    if change_unit(unit) == "points":
        return float(now) - float(before)
    return float(now) / float(before) - 1 if before else None


def change_words(now: Any, before: Any, unit: str) -> str:
    """`+12.3 %`, or of a rate `−4.0 points`; empty where it is not known."""
    moved = change(now, before, unit)
    return "" if moved is None else shown(moved, change_unit(unit))
