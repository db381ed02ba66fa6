"""Charts of waiting: percentiles over time and by model, and the busy hours."""

from __future__ import annotations

from math import log10
from typing import TYPE_CHECKING, Any

import plotly.graph_objects as go

from dashboard.charts.style import (
    PERCENTILE_COLOURS,
    SHADES,
    figure,
    grid_along_x,
    named,
    text,
)
from dashboard.charts.weeks import week_axis
from dashboard.formats import duration

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Row = Mapping[str, Any]

PERCENTILES = {"p50": 0.5, "p90": 0.9, "p95": 0.95, "p99": 0.99}
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_STEPS = (1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 21600, 86400, 604800)


def percentiles_by_week(rows: Sequence[Row], stem: str) -> go.Figure:
    """One line for each percentile of `stem` (`latency_s`); thin tails hollow, gaps left open.

    Rows: week, `<stem>_p50` … `<stem>_p99` in seconds, `<stem>_n`, `thin` (the names of thin ones).
    """
    known = [row for row in rows if row["week"] is not None]
    weeks = [row["week"] for row in known]
    lines = [
        _line(
            weeks, [row[f"{stem}_{name}"] for row in known], name, _markers(known, f"{stem}_{name}")
        )
        for name in reversed(PERCENTILES)
    ]
    drawn = figure(lines, hovermode="x unified")
    drawn.update_yaxes(
        **_seconds_axis([r[f"{stem}_{name}"] for r in known for name in PERCENTILES])
    )
    drawn.update_yaxes(rangemode="tozero")
    return week_axis(drawn, weeks)


def _line(
    weeks: Sequence[Any], values: Sequence[float | None], name: str, symbols: Sequence[str]
) -> go.Scatter:
    colour = PERCENTILE_COLOURS[name]
    return go.Scatter(
        name=name,
        x=list(weeks),
        y=list(values),
        mode="lines+markers",
        connectgaps=False,
        line={"color": colour, "width": 2},
        marker={"size": 7, "symbol": list(symbols), "line": {"width": 1.5, "color": colour}},
        customdata=[
            "–" if value is None else f"{duration(value)}{' (thin)' if 'open' in symbol else ''}"
            for value, symbol in zip(values, symbols, strict=True)
        ],
        hovertemplate="%{customdata}",
    )


def _markers(rows: Sequence[Row], metric: str) -> list[str]:
    return ["circle-open" if metric in row["thin"] else "circle" for row in rows]


def percentiles_by_group(rows: Sequence[Row], dimension: str, stem: str) -> go.Figure:
    """From p50 to p99 of each group on one line, thin tails hollow; logarithmic, slowest on top.

    Rows: the dimension, `<stem>_p50` … in seconds, `thin` (the names of thin ones).
    """
    known = [row for row in rows if row[f"{stem}_p50"] is not None]
    ordered = sorted(known, key=lambda row: row[f"{stem}_p95"])
    names = named([row[dimension] for row in ordered])
    drawn = figure(_spans(ordered, names.places, stem), height=96 + 32 * max(len(ordered), 2))
    for name in PERCENTILES:
        drawn.add_trace(_group_dots(ordered, names.places, dimension, stem, name))
    drawn.update_yaxes(**names.axis)
    reached = [row[f"{stem}_{name}"] for row in ordered for name in PERCENTILES]
    drawn.update_xaxes(type="log", **_seconds_axis(reached, logarithmic=True))
    return grid_along_x(drawn)


def _spans(rows: Sequence[Row], places: Sequence[int], stem: str) -> list[go.Scatter]:
    """A quiet line from the median to the 99th percentile of every group."""
    x: list[float | None] = []
    y: list[float | None] = []
    for row, place in zip(rows, places, strict=True):
        x += [row[f"{stem}_p50"], row[f"{stem}_p99"], None]
        y += [place, place, None]
    line = {"color": "rgba(128,128,128,0.35)", "width": 3}
    return [go.Scatter(x=x, y=y, mode="lines", line=line, hoverinfo="skip", showlegend=False)]


def _group_dots(
    rows: Sequence[Row], places: Sequence[int], dimension: str, stem: str, name: str
) -> go.Scatter:
    colour = PERCENTILE_COLOURS[name]
    return go.Scatter(
        name=name,
        x=[row[f"{stem}_{name}"] for row in rows],
        y=list(places),
        mode="markers",
        marker={
            "size": 10,
            "color": colour,
            "symbol": _markers(rows, f"{stem}_{name}"),
            "line": {"width": 2, "color": colour},
        },
        hovertext=[_dot_words(row, dimension, stem, name) for row in rows],
        hoverinfo="text",
    )


def _dot_words(row: Row, dimension: str, stem: str, name: str) -> str:
    metric = f"{stem}_{name}"
    thin = " (thin tail)" if metric in row["thin"] else ""
    n = row[f"{stem}_n"]
    return f"{text(row[dimension])}<br>{name}: {duration(row[metric])}{thin}<br>n = {n:,}"


def heat_map(rows: Sequence[Row], value: str, n: str, *, first: str = "Monday") -> go.Figure:
    """Hour × weekday. Rows: weekday, hour_of_day, the value in seconds, its n, `thin` (a flag)."""
    cells = {(row["weekday"], row["hour_of_day"]): row for row in rows}
    start = WEEKDAYS.index(first)
    days = [*WEEKDAYS[start:], *WEEKDAYS[:start]]
    grid = [[cells.get((day, hour)) for hour in range(24)] for day in days]
    known = [row[value] for row in rows if row[value] is not None]
    map_ = go.Heatmap(
        x=[f"{hour:02d}" for hour in range(24)],
        y=[day[:3] for day in days],
        z=[[None if cell is None else cell[value] for cell in row] for row in grid],
        text=[
            ["·" if cell and cell["thin"] and cell[value] else "" for cell in row] for row in grid
        ],
        texttemplate="%{text}",
        textfont={"size": 16},
        customdata=[
            [_cell_words(day, hour, cell, value, n) for hour, cell in enumerate(row)]
            for day, row in zip(days, grid, strict=True)
        ],
        hovertemplate="%{customdata}<extra></extra>",
        colorscale=SHADES,
        zmin=0,
        zmax=max(known, default=1),
        colorbar={"thickness": 10, "outlinewidth": 0, **_seconds_axis(known)},
        xgap=2,
        ygap=2,
        hoverongaps=False,
    )
    drawn = figure([map_], height=290)
    drawn.update_layout(margin={"t": 8})
    drawn.update_xaxes(
        type="category", title={"text": "hour of day", "font": {"size": 12}}, nticks=12
    )
    return drawn.update_yaxes(autorange="reversed", showgrid=False)


def _cell_words(day: str, hour: int, cell: Row | None, value: str, n: str) -> str:
    if cell is None or cell[value] is None:
        return ""
    thin = " (thin)" if cell["thin"] else ""
    return f"{day} {hour:02d}:00<br>{duration(cell[value])}{thin}, n = {cell[n]:,}"


def _seconds_axis(values: Sequence[float | None], *, logarithmic: bool = False) -> dict[str, Any]:
    """Ticks at round durations, written as people say them."""
    known = [value for value in values if value is not None]
    if not known:
        return {}
    low, high = min(known), max(known)
    if logarithmic:
        ticks = [step for step in _STEPS if low / 2 <= step <= high * 2]
        reach = {"range": [log10(low / 2), log10(high * 2)]} if low > 0 else {}
        return {"tickvals": ticks, "ticktext": [_tick(tick) for tick in ticks], **reach}
    step = next((step for step in _STEPS if high / step <= 6), _STEPS[-1])
    ticks = [step * place for place in range(int(high // step) + 2)]
    return {"tickvals": ticks, "ticktext": [_tick(tick) for tick in ticks]}


def _tick(seconds: float) -> str:
    for size, unit in ((86400, "d"), (3600, "h"), (60, "min")):
        if seconds >= size and seconds % size == 0:
            return f"{seconds // size:g} {unit}"
    if seconds < 60:
        return f"{seconds:g} s"
    return f"{seconds // 60:g}:{seconds % 60:02g} min"
