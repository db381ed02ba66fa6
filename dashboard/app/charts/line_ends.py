"""Names at the ends of lines, pushed apart where the lines end close together."""

from __future__ import annotations

from math import log10
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    import plotly.graph_objects as go

LEAST_PX = 15
_AROUND_PX = 70
"""What a figure's height has besides its plot."""


class Label(NamedTuple):
    """A name at the end of a line: where the line ends, in the units of the axes.

    The colour stands in a dot before it; the name itself has that of the page's text, which reads
    on either ground.
    """

    text: str
    x: Any
    y: float
    colour: str | None = None


def name_at_ends(drawn: go.Figure, labels: Sequence[Label]) -> go.Figure:
    """The names to the right of where their lines end; none hides another.

    The y axis has a range; on a logarithmic one it is of exponents, as Plotly has it.
    """
    low, high = drawn.layout.yaxis.range
    is_log = drawn.layout.yaxis.type == "log"
    px = (drawn.layout.height - _AROUND_PX) / (high - low)
    at = [(log10(max(each.y, 1e-9)) if is_log else each.y) for each in labels]
    shifts = apart([(place - low) * px for place in at])
    for each, place, shift in zip(labels, at, shifts, strict=True):
        drawn.add_annotation(
            text=with_dot(each.text, each.colour),
            x=each.x,
            y=place,
            xanchor="left",
            align="left",
            xshift=9,
            yshift=shift,
            showarrow=False,
            font={"size": 12},
        )
    return drawn


def with_dot(name: str, colour: str | None) -> str:
    """A name, already text for Plotly, behind a dot in the colour of its line."""
    return f'<span style="color:{colour}">●</span> {name}' if colour else name


def apart(places: Sequence[float], least: float = LEAST_PX) -> list[float]:
    """How far to move each so that neighbours are `least` apart; what has room stays."""
    order = sorted(range(len(places)), key=places.__getitem__)
    groups: list[list[int]] = []
    for index in order:
        groups.append([index])
        while len(groups) > 1 and _top(groups[-2], places, least) > _bottom(
            groups[-1], places, least
        ):
            last = groups.pop()
            groups[-1] += last
    moved = [0.0] * len(places)
    for group in groups:
        middle = _middle(group, places)
        for step, index in enumerate(group):
            moved[index] = middle + (step - (len(group) - 1) / 2) * least - places[index]
    return moved


def _middle(group: Sequence[int], places: Sequence[float]) -> float:
    return sum(places[index] for index in group) / len(group)


def _top(group: Sequence[int], places: Sequence[float], least: float) -> float:
    return _middle(group, places) + len(group) * least / 2


def _bottom(group: Sequence[int], places: Sequence[float], least: float) -> float:
    return _middle(group, places) - len(group) * least / 2
