"""Charts of waiting: percentiles over time and by model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import plotly.graph_objects as go

from dashboard.app.charts.seconds import at_least, even_axis, is_wide, logarithmic_axis
from dashboard.app.charts.style import figure, grid_along_x, named, said, text
from dashboard.app.charts.weeks import week_axis
from dashboard.words.colours import PERCENTILE_COLOURS
from dashboard.words.formats import duration

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Row = Mapping[str, Any]

PERCENTILES = ("p50", "p90", "p95", "p99")


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
    reached = [row[f"{stem}_{name}"] for row in known for name in PERCENTILES]
    if all(value is None for value in reached):
        return said(drawn, "Not known for any attempt of these weeks.")
    axis = logarithmic_axis(reached) if is_wide(reached) else even_axis(reached)
    drawn.update_yaxes(**axis)
    return week_axis(drawn, weeks)


def _line(
    weeks: Sequence[Any], values: Sequence[float | None], name: str, symbols: Sequence[str]
) -> go.Scatter:
    colour = PERCENTILE_COLOURS[name]
    return go.Scatter(
        name=name,
        x=list(weeks),
        y=at_least(values),
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
    drawn.update_xaxes(**logarithmic_axis(reached))
    return grid_along_x(drawn)


def _spans(rows: Sequence[Row], places: Sequence[int], stem: str) -> list[go.Scatter]:
    """A quiet line from the median to the 99th percentile of every group."""
    x: list[float | None] = []
    y: list[float | None] = []
    for row, place in zip(rows, places, strict=True):
        x += [*at_least([row[f"{stem}_p50"], row[f"{stem}_p99"]]), None]
        y += [place, place, None]
    line = {"color": "rgba(128,128,128,0.35)", "width": 3}
    return [go.Scatter(x=x, y=y, mode="lines", line=line, hoverinfo="skip", showlegend=False)]


def _group_dots(
    rows: Sequence[Row], places: Sequence[int], dimension: str, stem: str, name: str
) -> go.Scatter:
    colour = PERCENTILE_COLOURS[name]
    return go.Scatter(
        name=name,
        x=at_least(row[f"{stem}_{name}"] for row in rows),
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
