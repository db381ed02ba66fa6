"""Colours and the common look of every chart; names from the data are shown as text."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any

import plotly.graph_objects as go

from dashboard.formats import label

if TYPE_CHECKING:
    from collections.abc import Iterable

LINE_COLOURS = {
    "usable": "#1b9e77",
    "contributed": "#7fcdb4",
    "pending": "#8da0cb",
    "not_selected": "#fdc086",
    "rejected": "#e6742f",
    "failed": "#c0392b",
    "blocked": "#8e5ea2",
    "canceled": "#9a9a9a",
    "unknown": "#6b7280",
    "breakage": "#8c6d46",
}
"""One colour for each line of the waste ledger, the same on every page."""
SERIES = ("#2f6db3", "#e6742f", "#1b9e77", "#8e5ea2", "#c79a00", "#c0392b", "#5f7a8a", "#d05fa2")
QUIET = "#8a93a0"
HEIGHT = 340


def text(value: Any) -> str:
    """A name from the data for a label: Plotly reads tags in text, so they are escaped."""
    return html.escape(label(value), quote=False)


def colours(names: Iterable[Any]) -> dict[str, str]:
    """A colour for each name, stable for the sorted set of names."""
    ordered = sorted({label(name) for name in names})
    return {name: SERIES[position % len(SERIES)] for position, name in enumerate(ordered)}


def figure(*traces: Any, height: int = HEIGHT, **layout: Any) -> go.Figure:
    """A figure with the common margins, legend on top and a quiet grid."""
    drawn = go.Figure(data=list(traces))
    drawn.update_layout(
        height=height,
        margin={"l": 8, "r": 8, "t": 36, "b": 8},
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "title": None},
        hovermode="x unified",
        bargap=0.25,
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        separators=".,",
        **layout,
    )
    drawn.update_xaxes(automargin=True, showgrid=False)
    drawn.update_yaxes(automargin=True, rangemode="tozero", gridcolor="rgba(128,128,128,0.18)")
    return drawn
