"""Colours and the common look of every chart; names from the data are shown as text."""

from __future__ import annotations

import html
from math import ceil, floor, log10
from typing import TYPE_CHECKING, Any, NamedTuple

import plotly.graph_objects as go

from dashboard.words.colours import LINE_COLOURS, MEDIA_COLOURS, QUIET
from dashboard.words.formats import label, money, shortened, symbol
from dashboard.words.ledger_lines import UNDECIDED_LINES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

GRID = "rgba(128,128,128,0.18)"
_ROOM = {"automargin": True, "ticklabeloverflow": "allow"}
"""Labels have their room, so that none is measured again for being over the edge: half of the time
that a browser draws a chart in."""
_HATCHED = {"shape": "/", "size": 5, "solidity": 0.45}
HEIGHT = 320
NAME_CHARACTERS = 36
HOVER_CHARACTERS = 90
DRAWN = 12
"""So many groups are drawn; the table beside a chart has them all."""


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
    return fill | ({"pattern": _HATCHED} if line in UNDECIDED_LINES else {})


def hatched_bars(lines: Sequence[str]) -> dict[str, Any]:
    """The same for one trace whose bars are of several lines; what is no line is quiet."""
    shapes = [_HATCHED["shape"] if line in UNDECIDED_LINES else "" for line in lines]
    return {
        "color": [LINE_COLOURS.get(line, QUIET) for line in lines],
        "pattern": {**_HATCHED, "shape": shapes},
        "line": {"width": 0},
    }


def without_legend(drawn: go.Figure, *, top: int = 4) -> go.Figure:
    """The figure with its legend left to the page, which can break it over several lines."""
    drawn.update_layout(showlegend=False, margin={"t": top})
    return drawn


_SHARE_STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.25)


def share_axis(values: Iterable[float | None], words: str) -> dict[str, Any]:
    """An axis of shares from 0 on with up to seven ticks, written as everywhere: `25 %`."""
    high = max((value for value in values if value is not None), default=0) or 1
    step = next((step for step in _SHARE_STEPS if high / step <= 6.2), _SHARE_STEPS[-1])
    ticks = [step * place for place in range(int(high / step + 0.001) + 2) if step * place <= 1.001]
    return {
        "tickmode": "array",
        "tickvals": ticks,
        "ticktext": [f"{tick * 100:.0f} %" for tick in ticks],
        "range": [0, high * 1.06],
        "title": axis_title(words),
    }


def axis_title(words: str) -> dict[str, Any]:
    """What an axis counts, and in what."""
    return {"text": words, "font": {"size": 12}, "standoff": 8}


def unit_axis(unit: str, currency: str) -> dict[str, str]:
    """How the ticks of an axis are written, by the unit of what stands on it."""
    if unit in ("money", "money_per"):
        return {"tickprefix": symbol(currency), "tickformat": ",~f"}
    if unit == "rate":
        return {"tickformat": ",.0%"}
    return {"ticksuffix": " s"} if unit == "seconds" else {"tickformat": ",~f"}


def money_steps(ends: Sequence[float], currency: str) -> dict[str, Any]:
    """A logarithmic axis of money between two powers of ten, with a tick at each 1, 2 and 5."""
    low, high = ends
    powers = range(floor(low), ceil(high) + 1)
    values = [digit * 10.0**power for power in powers for digit in (1, 2, 5)]
    shown = [value for value in values if low <= log10(value) <= high]
    return {
        "type": "log",
        "tickmode": "array",
        "tickvals": shown,
        "ticktext": [money(value, currency).removesuffix(".00") for value in shown],
        "range": [low, high],
    }


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
    drawn.update_xaxes(**_ROOM, showgrid=False, fixedrange=True)
    drawn.update_yaxes(**_ROOM, gridcolor=GRID, zeroline=False, fixedrange=True)
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
