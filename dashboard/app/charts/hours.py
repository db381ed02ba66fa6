"""The busy hours: a map of weekdays and hours of the day."""

from __future__ import annotations

from math import log10
from typing import TYPE_CHECKING, Any

import plotly.graph_objects as go

from dashboard.app.charts.seconds import at_least, even_axis, is_wide, logarithmic_scale
from dashboard.app.charts.style import SHADES, figure
from dashboard.words.formats import duration
from data.metrics.dimensions import WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Row = Mapping[str, Any]


def heat_map(rows: Sequence[Row], value: str, n: str, *, first: str = "Monday") -> go.Figure:
    """Hour × weekday. Rows: weekday, hour_of_day, the value in seconds, its n, `thin` (a flag).

    Shades are even, or logarithmic where the durations are far apart. A dot marks a thin tail.
    """
    cells = {(row["weekday"], row["hour_of_day"]): row for row in rows}
    start = WEEKDAYS.index(first)
    days = [*WEEKDAYS[start:], *WEEKDAYS[:start]]
    grid = [[cells.get((day, hour)) for hour in range(24)] for day in days]
    known = [row[value] for row in rows if row[value] is not None]
    wide = is_wide(known)
    drawn = go.Heatmap(
        x=[f"{hour:02d}" for hour in range(24)],
        y=[day[:3] for day in days],
        z=[_shades([_known(cell, value) for cell in row], wide=wide) for row in grid],
        text=[["•" if _is_thin(cell, value) else "" for cell in row] for row in grid],
        texttemplate="%{text}",
        textfont={"size": 9},
        customdata=[
            [_words(day, hour, cell, value, n) for hour, cell in enumerate(row)]
            for day, row in zip(days, grid, strict=True)
        ],
        hovertemplate="%{customdata}<extra></extra>",
        colorscale=SHADES,
        **_scale(known, wide=wide),
        xgap=2,
        ygap=2,
        hoverongaps=False,
    )
    return _laid_out(drawn)


def _shades(values: Sequence[float | None], *, wide: bool) -> list[float | None]:
    if not wide:
        return list(values)
    return [None if value is None else log10(value) for value in at_least(values)]


def _scale(known: Sequence[float], *, wide: bool) -> dict[str, Any]:
    axis = logarithmic_scale(known) if wide else even_axis(known)
    axis.pop("rangemode", None)
    low = {} if wide else {"zmin": 0, "zmax": max(known, default=1)}
    return low | {"colorbar": {"thickness": 10, "outlinewidth": 0, **axis}}


def _known(cell: Row | None, value: str) -> float | None:
    return None if cell is None else cell[value]


def _is_thin(cell: Row | None, value: str) -> bool:
    return cell is not None and cell[value] is not None and bool(cell["thin"])


def _words(day: str, hour: int, cell: Row | None, value: str, n: str) -> str:
    if cell is None or cell[value] is None:
        return ""
    thin = " (thin)" if cell["thin"] else ""
    return f"{day} {hour:02d}:00<br>{duration(cell[value])}{thin}, n = {cell[n]:,}"


def _laid_out(heat: go.Heatmap) -> go.Figure:
    drawn = figure([heat], height=290)
    drawn.update_layout(margin={"t": 8})
    title = {"text": "hour of day", "font": {"size": 12}}
    drawn.update_xaxes(type="category", title=title, nticks=12)
    return drawn.update_yaxes(autorange="reversed", showgrid=False)
