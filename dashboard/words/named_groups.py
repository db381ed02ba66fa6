"""What groups are called on screen; one without a name says which name is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.words.formats import label
from data.metrics.dimensions import DIMENSIONS, dimension

if TYPE_CHECKING:
    from data.metrics.dimensions import Key

_NAMES = {each.name for each in DIMENSIONS}


def group_name(group: Key, by: str) -> str:
    """Its name, or which name is missing: `(no project)`; lapsed credits have none either."""
    if group is not None:
        return label(group)
    return f"(no {dimension(by).title.lower()})" if by in _NAMES else "(not named)"
