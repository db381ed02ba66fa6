"""Sizes and qualities as variants name them: which of two is the smaller."""

from __future__ import annotations

import re
from typing import NamedTuple

QUALITIES = ("draft", "low", "standard", "medium", "hd", "high", "ultra")
"""From the lowest up; words that a channel does not use together are never compared by it."""
TIERS = frozenset({"batch", "flex", "priority", "offline"})
ONE_SHAPE = 0.02
"""Two aspect ratios no further apart are one."""
K, LINES, SIDES = (
    re.compile(pattern) for pattern in (r"(\d+(?:\.\d+)?)k", r"(\d{3,4})p", r"(\d{2,5})x(\d{2,5})")
)


class Size(NamedTuple):
    """A variant in its parts. Pixels are None where none are named, the quality too."""

    pixels: float | None
    shape: float | None
    """Width / height, where both are named."""
    quality: int | None
    others: frozenset[str]
    """Its other words: how it sounds, moves, which service tier it is."""


def size_of(variant: str | None) -> Size:
    """The size and quality that a variant's words name: `2K`, `720p silent`, `1024x1024 low`."""
    pixels = shape = quality = None
    others = set()
    for word in re.split(r"[\s,;/|+_()&]+", (variant or "").lower()):
        measured = _measured(word)
        if measured is not None:
            pixels, shape = measured
        elif word in QUALITIES:
            quality = QUALITIES.index(word)
        elif word:
            others.add(word)
    return Size(pixels, shape, quality, frozenset(others))


def is_smaller(variant: str | None, than: str | None) -> bool:
    """Whether one is of a smaller size or a lower quality, and of neither the other way round.

    Only of variants that are alike in all else, shape included.
    """
    one, other = size_of(variant), size_of(than)
    if one.others != other.others or (one.pixels is None) != (other.pixels is None):
        return False
    if (one.quality is None) != (other.quality is None) or not _one_shape(one, other):
        return False
    parts = [
        (a, b)
        for a, b in ((one.pixels, other.pixels), (one.quality, other.quality))
        if a is not None and b is not None
    ]
    return all(a <= b for a, b in parts) and any(a < b for a, b in parts)


def _measured(word: str) -> tuple[float, float | None] | None:
    if found := K.fullmatch(word):
        return (float(found[1]) * 1024) ** 2, None
    if found := LINES.fullmatch(word):
        return float(found[1]) ** 2 * 16 / 9, None
    if found := SIDES.fullmatch(word):
        width, height = float(found[1]), float(found[2])
        return width * height, width / height
    return None


def _one_shape(one: Size, other: Size) -> bool:
    if one.shape is None or other.shape is None:
        return one.shape is other.shape
    return abs(one.shape / other.shape - 1) <= ONE_SHAPE
