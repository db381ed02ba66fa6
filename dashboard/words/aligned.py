"""Figures of a column whose decimal points stand under each other, however many digits each has."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

FIGURE_SPACE = "\u2007"
"""As wide as a digit."""
_ENDS_IN_DECIMALS = re.compile(r"\.(\d+)$")


def aligned(write: Callable[[object], str], values: Iterable[object]) -> Callable[[object], str]:
    """The same writer, with room after a figure for the digits that others of its column have."""
    most = max((_decimals(write(value)) for value in values), default=0)

    def padded(value: object) -> str:
        text = write(value)
        has = _decimals(text)
        return text + FIGURE_SPACE * (most - has) if has else text

    return padded


def _decimals(text: str) -> int:
    """Digits at its end after a point; 0 where it ends in anything else."""
    found = _ENDS_IN_DECIMALS.search(text)
    return len(found[1]) if found else 0
