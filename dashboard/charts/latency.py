"""Charts of waiting: percentiles over time and the busy hours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import plotly.graph_objects as go

from dashboard.charts.style import SERIES, figure, text
from dashboard.formats import duration

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PERCENTILES = ("p50", "p90", "p95", "p99")
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def percentiles_over_time(rows: Sequence[Mapping[str, Any]], time: str, stem: str) -> go.Figure:
    """One line for each percentile of `stem` (`latency_s`); a gap where nothing ran."""
    drawn = figure()
    for position, name in enumerate(PERCENTILES):
        values = [row[f"{stem}_{name}"] for row in rows]
        drawn.add_trace(
            go.Scatter(
                name=name,
                x=[row[time] for row in rows],
                y=values,
                mode="lines+markers",
                connectgaps=False,
                line={"color": SERIES[position], "width": 2},
                customdata=["–" if value is None else duration(value) for value in values],
                hovertemplate="%{customdata}",
            )
        )
    drawn.update_yaxes(ticksuffix=" s")
    drawn.update_xaxes(tickformat="%-d %b")
    return drawn


def percentile_bars(rows: Sequence[Mapping[str, Any]], group: str, stem: str) -> go.Figure:
    """p50 and p95 side by side for each group, slowest at the top."""
    ordered = sorted(rows, key=lambda row: row[f"{stem}_p95"] or 0)
    drawn = figure(barmode="group", height=110 + 44 * max(len(ordered), 2))
    for name, colour in (("p95", SERIES[1]), ("p50", SERIES[0])):
        values = [row[f"{stem}_{name}"] for row in ordered]
        drawn.add_trace(
            go.Bar(
                name=name,
                y=[text(row[group]) for row in ordered],
                x=values,
                orientation="h",
                marker_color=colour,
                text=["–" if value is None else duration(value) for value in values],
                textposition="outside",
                cliponaxis=False,
                hovertemplate="%{text}",
            )
        )
    drawn.update_layout(hovermode="y unified", legend={"traceorder": "reversed"})
    drawn.update_xaxes(visible=False)
    return drawn


def week_heat_map(rows: Sequence[Mapping[str, Any]], value: str, *, first: int = 0) -> go.Figure:
    """Hour × weekday. Rows: weekday (0 is Monday), hour_of_day, `value` in seconds, attempts."""
    cells = {(row["weekday"], row["hour_of_day"]): row for row in rows}
    days = [(first + step) % 7 for step in range(7)]
    grid = [[cells.get((day, hour)) for hour in range(24)] for day in days]
    drawn = figure(
        go.Heatmap(
            x=[f"{hour:02d}" for hour in range(24)],
            y=[WEEKDAYS[day] for day in days],
            z=[[None if cell is None else cell[value] for cell in row] for row in grid],
            customdata=[[_hover(cell, value) for cell in row] for row in grid],
            hovertemplate="%{y} %{x}:00 · %{customdata}<extra></extra>",
            colorscale="YlOrRd",
            colorbar={"title": "s", "thickness": 12},
            xgap=2,
            ygap=2,
        ),
        height=300,
    )
    drawn.update_layout(hovermode="closest")
    drawn.update_yaxes(autorange="reversed", showgrid=False, rangemode="normal")
    return drawn


def _hover(cell: Mapping[str, Any] | None, value: str) -> str:
    if cell is None or cell[value] is None:
        return "nothing ran"
    return f"{duration(cell[value])}, n = {cell['attempts']:,}"
