"""The course of a figure as a small line below it, drawn as a background.

Charts in its place took a browser a tenth of a second at each choice. Rest on a point and it says
its name and value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from dashboard.app.parts.markup import as_html

if TYPE_CHECKING:
    from collections.abc import Sequence

HEIGHT = 30.0
MARGIN = 4.0
"""Above and below the line, in the same parts of the picture."""
PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 {height:.0f}"'
    ' preserveAspectRatio="none" fill="none" stroke="#3f7fc4" stroke-linecap="round"'
    ' stroke-linejoin="round"><g stroke-width="1.6"><polyline points="{points}"'
    ' vector-effect="non-scaling-stroke"/></g></svg>'
)


class Point(NamedTuple):
    """One value of the course, what it is called, and how it is written."""

    name: str
    value: float
    shown: str


def course_line(points: Sequence[Point]) -> str:
    """A picture as HTML, as wide as where it is put; '' for fewer than two points."""
    if len(points) < 2:
        return ""
    step, heights = 100 / (len(points) - 1), _heights([each.value for each in points])
    line = " ".join(f"{n * step:.2f},{y:.2f}" for n, y in enumerate(heights))
    drawn = quote(PICTURE.format(height=HEIGHT, points=line))
    ends = f"{_text(points[0])}, {_text(points[-1])}"
    return (
        f'<div class="offcut-course" role="img" aria-label="{ends}"'
        f" style=\"background-image: url('data:image/svg+xml,{drawn}')\">"
        f"{''.join(map(_named, points))}</div>"
    )


def _heights(values: Sequence[float]) -> list[float]:
    """From the top of the picture; in the middle where nothing moves."""
    low, high = min(values), max(values)
    if low == high:
        return [HEIGHT / 2] * len(values)
    room = HEIGHT - 2 * MARGIN
    return [MARGIN + room * (high - value) / (high - low) for value in values]


def _named(point: Point) -> str:
    """A stretch of the picture that says what it stands for."""
    return f'<span title="{_text(point)}"></span>'


def _text(point: Point) -> str:
    return f"{as_html(point.name)}: {as_html(point.shown)}"
