"""The busy hours: a map of weekdays and hours of the day, cropped to those with work in them."""

from __future__ import annotations

from math import log10
from typing import TYPE_CHECKING, Any

import plotly.graph_objects as go

from dashboard.app.charts.seconds import (
    at_least,
    even_axis,
    is_wide,
    logarithmic_scale,
    short_duration,
)
from dashboard.app.charts.style import axis_title, figure
from dashboard.words.formats import duration
from data.metrics.dimensions import WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Row = Mapping[str, Any]

THIN = "•"
HUES = "Viridis"
"""Several hues, ever lighter: it reads on light, on dark, and by those who see few colours."""
_WRITTEN = 12
"""Up to so many hours there is room to write the figure into its cell."""


def heat_map(rows: Sequence[Row], value: str, n: str, *, first: str = "Monday") -> go.Figure:
    """Hour × weekday. Rows: weekday, hour_of_day, the value in seconds, its n, `thin` (a flag).

    Shades are even, or logarithmic where the durations are far apart, which the scale says. A dot
    marks a thin tail.
    """
    cells = {(row["weekday"], row["hour_of_day"]): row for row in rows if row[value] is not None}
    start = WEEKDAYS.index(first)
    days = _used([*WEEKDAYS[start:], *WEEKDAYS[:start]], {day for day, _ in cells})
    hours = _used(range(24), {hour for _, hour in cells})
    grid = [[cells.get((day, hour)) for hour in hours] for day in days]
    known = [row[value] for row in cells.values()]
    wide, is_written = is_wide(known), len(hours) <= _WRITTEN
    drawn = go.Heatmap(
        x=[f"{hour:02d}" for hour in hours],
        y=[day[:3] for day in days],
        z=[_shades([None if c is None else c[value] for c in row], wide=wide) for row in grid],
        text=[[_mark(cell, value, is_written=is_written) for cell in row] for row in grid],
        texttemplate="%{text}",
        textfont={"size": 10},
        customdata=[[[day, hour] for hour in hours] for day in days],
        hovertext=[
            [_words(day, hour, cell, value, n) for hour, cell in zip(hours, row, strict=True)]
            for day, row in zip(days, grid, strict=True)
        ],
        hovertemplate="%{hovertext}<extra></extra>",
        colorscale=HUES,
        **_scale(known, wide=wide),
        xgap=2,
        ygap=2,
        hoverongaps=False,
    )
    return _laid_out(drawn, len(days))


def _used(places: Sequence[Any], used: set[Any]) -> list[Any]:
    """From the first place with work in it to the last."""
    at = [number for number, place in enumerate(places) if place in used]
    return list(places)[at[0] : at[-1] + 1] if at else []


def _shades(values: Sequence[float | None], *, wide: bool) -> list[float | None]:
    if not wide:
        return list(values)
    return [None if value is None else log10(value) for value in at_least(values)]


def _scale(known: Sequence[float], *, wide: bool) -> dict[str, Any]:
    axis = logarithmic_scale(known) if wide else even_axis(known)
    axis.pop("rangemode", None)
    low = {} if wide else {"zmin": min(known, default=0), "zmax": max(known, default=1)}
    words = "time,<br>log scale" if wide else "time"
    title = {"text": words, "font": {"size": 12}}
    return low | {"colorbar": {"thickness": 10, "outlinewidth": 0, "title": title, **axis}}


def _mark(cell: Row | None, value: str, *, is_written: bool) -> str:
    if cell is None:
        return ""
    written = short_duration(cell[value]) if is_written else ""
    return f"{written} {THIN}".strip() if cell["thin"] else written


def _words(day: str, hour: int, cell: Row | None, value: str, n: str) -> str:
    if cell is None:
        return ""
    thin = " (thin)" if cell["thin"] else ""
    return f"{day} {hour:02d}:00<br>{duration(cell[value])}{thin}<br>n = {cell[n]:,} attempts"


def _laid_out(heat: go.Heatmap, days: int) -> go.Figure:
    drawn = figure([heat], height=96 + 34 * max(days, 3))
    drawn.update_layout(margin={"t": 8})
    drawn.update_xaxes(type="category", title=axis_title("Hour of day of the submit"))
    return drawn.update_yaxes(autorange="reversed", showgrid=False)
