"""One figure week by week, between the limits that chance gives it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import plotly.graph_objects as go

from dashboard.app.charts.style import figure, unit_axis
from dashboard.words.colours import SERIES_COLOURS
from dashboard.words.formats import day, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.asking.weekly import Week
    from data.metrics.metric import Metric

HEIGHT = 190
BAND = "rgba(138,147,160,0.18)"


def trend_with_limits(weeks: Sequence[Week], of: Metric, currency: str) -> go.Figure:
    """A line with a dot a week; a gap where it is not known; the limits as a band behind."""
    drawn = figure([*_band(weeks), _line(weeks, of, currency)], height=HEIGHT, showlegend=False)
    drawn.update_layout(margin={"l": 4, "r": 8, "t": 8, "b": 4})
    drawn.update_yaxes(rangemode="tozero", nticks=4, **unit_axis(of.unit, currency))
    return drawn.update_xaxes(tickformat="%-d %b", nticks=6)


def _band(weeks: Sequence[Week]) -> list[go.Scatter]:
    limited = [each for each in weeks if each.low is not None and each.high is not None]
    if len(limited) < 2:
        return []
    x = [each.week for each in limited]
    edge = {"mode": "lines", "line": {"width": 0}, "hoverinfo": "skip"}
    return [
        go.Scatter(x=x, y=[each.low for each in limited], **edge),
        go.Scatter(
            x=x,
            y=[each.high for each in limited],
            fill="tonexty",
            fillcolor=BAND,
            **edge,
        ),
    ]


def _line(weeks: Sequence[Week], of: Metric, currency: str) -> go.Scatter:
    return go.Scatter(
        x=[each.week for each in weeks],
        y=[None if each.value is None else float(each.value) for each in weeks],
        mode="lines+markers",
        line={"color": SERIES_COLOURS[0], "width": 2},
        marker={"size": 6},
        customdata=[
            f"week of {day(each.week)}: {shown(each.value, of.unit, currency)}" for each in weeks
        ],
        hovertemplate="%{customdata}<extra></extra>",
    )
