"""Colours and the common look of every chart; names from the data are shown as text."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any, NamedTuple

import plotly.graph_objects as go

from dashboard.words.colours import LINE_COLOURS, MEDIA_COLOURS, QUIET
from dashboard.words.formats import label, shortened, symbol

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

NEVER_DECIDED = "#f6d9a9"
"""The lighter half of `not_selected`."""
SHADES = [[0.0, "rgba(63,127,196,0.10)"], [1.0, "rgba(63,127,196,1)"]]
"""From faint to full of one hue, so that it reads on light and on dark."""
GRID = "rgba(128,128,128,0.18)"
_HATCHED = {"shape": "/", "size": 5, "solidity": 0.45}
HEIGHT = 320
NAME_CHARACTERS = 26
HOVER_CHARACTERS = 90


class Names(NamedTuple):
    """Names from the data as places on an axis: equal or number-like names stay apart."""

    places: list[int]
    axis: dict[str, Any]


def text(value: Any, characters: int = HOVER_CHARACTERS) -> str:
    """A name from the data for a label: Plotly reads tags in text, so they are escaped."""
    return html.escape(shortened(value, characters), quote=False)


def media_colour(media: Any) -> str:
    """The colour of a medium on every page."""
    return MEDIA_COLOURS.get(label(media), QUIET)


def named(names: Sequence[Any], characters: int = NAME_CHARACTERS) -> Names:
    """Where each name stands on an axis, and how that axis is labelled."""
    places = list(range(len(names)))
    axis = {
        "tickmode": "array",
        "tickvals": places,
        "ticktext": [text(name, characters) for name in names],
        "range": [-0.6, len(names) - 0.4],
        "zeroline": False,
        "showgrid": False,
    }
    return Names(places, axis)


def hatched(line: str) -> dict[str, Any]:
    """How the bars of a ledger line are filled: what is undecided is hatched."""
    fill: dict[str, Any] = {"color": LINE_COLOURS[line], "line": {"width": 0}}
    return fill | ({"pattern": _HATCHED} if line in ("pending", "unknown") else {})


def unit_axis(unit: str, currency: str) -> dict[str, str]:
    """How the ticks of an axis are written, by the unit of what stands on it."""
    if unit in ("money", "money_per"):
        return {"tickprefix": symbol(currency), "tickformat": ",~f"}
    if unit == "rate":
        return {"tickformat": ",.0%"}
    return {"ticksuffix": " s"} if unit == "seconds" else {"tickformat": ",~f"}


def figure(traces: Iterable[Any] = (), *, height: int = HEIGHT, **layout: Any) -> go.Figure:
    """A figure with the common margins, legend on top and a quiet grid."""
    drawn = go.Figure(data=list(traces))
    drawn.update_layout(
        height=height,
        margin={"l": 4, "r": 12, "t": 40, "b": 4},
        legend={
            "orientation": "h",
            "y": 1.02,
            "yanchor": "bottom",
            "x": 0,
            "title": None,
            "traceorder": "normal",
        },
        showlegend=True,
        hovermode="closest",
        hoverlabel={"align": "left"},
        bargap=0.28,
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        separators=".,",
        dragmode=False,
    )
    drawn.update_layout(**layout)
    drawn.update_xaxes(automargin=True, showgrid=False, fixedrange=True)
    drawn.update_yaxes(automargin=True, gridcolor=GRID, zeroline=False, fixedrange=True)
    return drawn


def said(drawn: go.Figure, words: str) -> go.Figure:
    """The figure with nothing but words of our own in it, where there is nothing to draw."""
    drawn.add_annotation(
        text=words, x=0.5, y=0.5, xref="paper", yref="paper", showarrow=False, font={"color": QUIET}
    )
    drawn.update_layout(showlegend=False)
    return drawn.update_xaxes(visible=False).update_yaxes(visible=False)


def grid_along_x(drawn: go.Figure) -> go.Figure:
    """The quiet grid for horizontal bars."""
    return drawn.update_xaxes(showgrid=True, gridcolor=GRID)
