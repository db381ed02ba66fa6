"""A chart of service levels: a row each, a mark for each week or month: kept or missed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import plotly.graph_objects as go

from dashboard.app.charts.style import axis_title, figure, named, text
from dashboard.words.colours import LINE_COLOURS, QUIET
from dashboard.words.formats import day, shown
from data.metrics.catalogue import metric

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.review.service_levels import KeptIn, ServiceLevel

MARKS = {
    True: ("Kept", LINE_COLOURS["usable"], "circle"),
    False: ("Missed", LINE_COLOURS["failed"], "x"),
    None: ("Not known", QUIET, "circle-open"),
}
"""By whether it was kept: words, colour and shape."""


def kept_by_period(levels: Sequence[ServiceLevel], titles: Sequence[str]) -> go.Figure:
    """The first on top; the periods by their first day. `titles` are the rows' names."""
    names = named(list(titles)[::-1], 60)
    drawn = figure(height=70 + 34 * max(len(levels), 2), showlegend=False)
    for level, title, place in zip(levels, titles, reversed(names.places), strict=True):
        marks = [MARKS[each.is_kept] for each in level.periods]
        drawn.add_trace(
            go.Scatter(
                name=text(title),
                x=[each.first_day for each in level.periods],
                y=[place] * len(level.periods),
                mode="markers",
                marker={
                    "size": 12,
                    "color": [colour for _, colour, _ in marks],
                    "symbol": [symbol for *_, symbol in marks],
                },
                customdata=[[level.target.title, each.first_day] for each in level.periods],
                hovertext=[_words(level, title, each) for each in level.periods],
                hoverinfo="text",
            )
        )
    drawn.update_layout(margin={"t": 4})
    drawn.update_yaxes(**names.axis)
    return drawn.update_xaxes(type="date", title=axis_title("Week or month, by its first day"))


def _words(level: ServiceLevel, title: str, each: KeptIn) -> str:
    unit = metric(level.target.metric).unit
    thin = " (thin tail)" if each.is_thin else ""
    return (
        f"{text(title)}<br>{MARKS[each.is_kept][0]}: {shown(each.value, unit)}{thin}"
        f"<br>from {day(each.first_day)}<br>n = {each.n:,}"
    )
