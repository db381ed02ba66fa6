"""Names beside dots, so that none lies on another: for charts without a legend."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

WIDTHS_PX = (370, 500, 700, 1000)
"""Of the plot, on screens from narrow to wide: a name keeps its place on all of them."""
LINE_PX, GAP_PX = 15, 4
CHARACTER_PX = 6.3
ROWS = 40


class Dot(NamedTuple):
    """A dot and its name: across the plot from 0 to 1, up from its lower edge in pixels."""

    across: float
    up_px: float
    radius_px: float
    characters: int


class Place(NamedTuple):
    """Where a name stands from its dot: its near end so far aside and its middle so far up."""

    aside_px: float
    up_px: float


Box = tuple[float, float, float, float]
"""Left, right, lower and upper edge in pixels."""


def places(dots: Sequence[Dot], height_px: float) -> list[Place]:
    """One for each dot, as near as there is room for it, the earlier ones first."""
    found: list[Place] = []
    for number, dot in enumerate(dots):
        taken = [
            [
                *(_box(other, place, width) for other, place in zip(dots, found, strict=False)),
                *(_round(other, width) for n, other in enumerate(dots) if n != number),
            ]
            for width in WIDTHS_PX
        ]
        found.append(_nearest(dot, taken, height_px))
    return found


def _nearest(dot: Dot, taken: Sequence[Sequence[Box]], height_px: float) -> Place:
    first = Place(dot.radius_px + GAP_PX, dot.radius_px + LINE_PX / 2)
    return next((each for each in _around(dot) if _is_free(dot, each, taken, height_px)), first)


def _around(dot: Dot) -> Iterator[Place]:
    """Right and left of the dot, above and below, ever further away; never on its whiskers."""
    aside = 0.6 * dot.radius_px + GAP_PX
    for row in range(ROWS):
        up = 0.6 * dot.radius_px + LINE_PX * (row + 0.6)
        for place in ((aside, up), (aside, -up), (-aside, up), (-aside, -up)):
            yield Place(*place)


def _is_free(dot: Dot, place: Place, taken: Sequence[Sequence[Box]], height_px: float) -> bool:
    for width, boxes in zip(WIDTHS_PX, taken, strict=True):
        left, right, low, high = _box(dot, place, width)
        if left < 0 or right > width or low < 0 or high > height_px:
            return False
        if any(
            left < r and right > l and low < h and high > w
            for l, r, w, h in boxes  # noqa: E741
        ):
            return False
    return True


def _box(dot: Dot, place: Place, width: float) -> Box:
    near = dot.across * width + place.aside_px
    length = dot.characters * CHARACTER_PX
    left, right = (near, near + length) if place.aside_px > 0 else (near - length, near)
    middle = dot.up_px + place.up_px
    return left, right, middle - LINE_PX / 2, middle + LINE_PX / 2


def _round(dot: Dot, width: float) -> Box:
    middle = dot.across * width
    r = dot.radius_px
    return middle - r, middle + r, dot.up_px - r, dot.up_px + r
