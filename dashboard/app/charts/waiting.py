"""Charts of waiting: percentiles over time and by model, with their intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import plotly.graph_objects as go

from dashboard.app.charts.line_ends import Label, name_at_ends
from dashboard.app.charts.seconds import at_least, axis_of, short_duration
from dashboard.app.charts.style import figure, grid_along_x, named, said, text
from dashboard.app.charts.weeks import week_axis
from dashboard.words.colours import PERCENTILE_COLOURS
from dashboard.words.formats import duration
from dashboard.words.named_groups import group_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Row = Mapping[str, Any]

PERCENTILES = ("p50", "p90", "p95", "p99")
_WIDE = 8
"""Further apart, long tails would press all other lines to the ground."""


def percentiles_by_week(rows: Sequence[Row], stem: str, n_of: str = "attempts") -> go.Figure:
    """One line for each percentile of `stem` (`latency_s`), named at its end; gaps left open.

    Rows: week, `<stem>_p50` … `<stem>_p99` in seconds, `<stem>_n`, `thin` (the names of thin ones,
    drawn hollow), `bounds` (by percentile the low and high end of its interval, None: not told).
    """
    known = [row for row in rows if row["week"] is not None]
    reached = [row[f"{stem}_{name}"] for row in known for name in PERCENTILES]
    if all(value is None for value in reached):
        return said(figure(height=120), "Not known for any attempt of these weeks.")
    drawn = figure(height=340, showlegend=False)
    for name in reversed(PERCENTILES):
        drawn.add_trace(_line(known, stem, name, n_of))
    drawn.update_layout(margin={"t": 8, "r": 96})
    ends = [end for row in known for each in row["bounds"].values() for end in each]
    drawn.update_yaxes(
        **_with_range(axis_of([*reached, *ends], "Time", wide=_WIDE), [*reached, *ends])
    )
    week_axis(drawn, [row["week"] for row in known])
    return name_at_ends(drawn, _labels(known, stem))


def _with_range(axis: dict[str, Any], values: Sequence[float | None]) -> dict[str, Any]:
    """An even axis with its range, which names at the ends of lines need."""
    if "range" in axis:
        return axis
    return axis | {"range": [0, max(value for value in values if value is not None) * 1.08 or 1]}


def _labels(rows: Sequence[Row], stem: str) -> list[Label]:
    labels = []
    for name in PERCENTILES:
        last = next((row for row in reversed(rows) if row[f"{stem}_{name}"] is not None), None)
        if last is not None:
            value = last[f"{stem}_{name}"]
            words = f"{name} {short_duration(value)}"
            labels.append(Label(words, last["week"], value))
    return labels


def _line(rows: Sequence[Row], stem: str, name: str, n_of: str) -> go.Scatter:
    colour, metric = PERCENTILE_COLOURS[name], f"{stem}_{name}"
    return go.Scatter(
        name=name,
        x=[row["week"] for row in rows],
        y=at_least(row[metric] for row in rows),
        error_y=_whiskers(rows, stem, name),
        mode="lines+markers",
        connectgaps=False,
        line={"color": colour, "width": 2},
        marker={
            "size": 7,
            "color": colour,
            "symbol": _markers(rows, metric),
            "line": {"width": 1.5, "color": colour},
        },
        customdata=[[row["week"]] for row in rows],
        hovertext=[_words(row, f"Week of {row['week']}", stem, name, n_of) for row in rows],
        hoverinfo="text",
    )


def _whiskers(rows: Sequence[Row], stem: str, name: str) -> dict[str, Any]:
    """From the low end to the high end; an end that is not told has none."""
    array, minus = [], []
    for row in rows:
        value = row[f"{stem}_{name}"]
        low, high = row["bounds"].get(name, (None, None))
        array.append(0 if value is None or high is None else max(high - value, 0))
        minus.append(0 if value is None or low is None else max(value - low, 0))
    return {
        "type": "data",
        "symmetric": False,
        "array": array,
        "arrayminus": minus,
        "thickness": 1.2,
        "width": 0,
        "color": PERCENTILE_COLOURS[name],
    }


def _markers(rows: Sequence[Row], metric: str) -> list[str]:
    return ["circle-open" if metric in row["thin"] else "circle" for row in rows]


def _words(row: Row, group: str, stem: str, name: str, n_of: str) -> str:
    metric = f"{stem}_{name}"
    if row[metric] is None:
        return ""
    thin = " (thin tail)" if metric in row["thin"] else ""
    return (
        f"{group}<br>{name}: {duration(row[metric])}{thin}<br>{_between(row, name)}"
        f"<br>n = {row[f'{stem}_n']:,} {n_of}"
    )


def _between(row: Row, name: str) -> str:
    low, high = row["bounds"].get(name, (None, None))
    if low is None and high is None:
        return "too few for an interval"
    if high is None:
        return f"95 % sure: above {duration(low)}, too few to say how far"
    if low is None:
        return f"95 % sure: below {duration(high)}, too few to say how far"
    return f"95 % sure: {duration(low)} to {duration(high)}"


# --- by group ---------------------------------------------------------------------------------


def percentiles_by_group(
    rows: Sequence[Row], dimension: str, stem: str, n_of: str = "attempts"
) -> go.Figure:
    """From p50 to p99 of each group on one line, thin tails hollow; slowest on top.

    Rows: the dimension, `<stem>_p50` … in seconds, `thin` and `bounds` as by week.
    """
    known = [row for row in rows if row[f"{stem}_p50"] is not None]
    ordered = sorted(known, key=lambda row: row[f"{stem}_p95"])
    names = named([group_name(row[dimension], dimension) for row in ordered])
    drawn = figure(_spans(ordered, names.places, stem), height=60 + 30 * max(len(ordered), 2))
    for name in PERCENTILES:
        drawn.add_trace(_group_dots(ordered, names.places, dimension, stem, name, n_of))
    drawn.update_layout(showlegend=False, margin={"t": 4})
    drawn.update_yaxes(**names.axis)
    reached = [row[f"{stem}_{name}"] for row in ordered for name in PERCENTILES]
    drawn.update_xaxes(**axis_of(reached, "Time"))
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
    rows: Sequence[Row], places: Sequence[int], dimension: str, stem: str, name: str, n_of: str
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
        customdata=[[row[dimension]] for row in rows],
        hovertext=[
            _words(row, text(group_name(row[dimension], dimension)), stem, name, n_of)
            for row in rows
        ],
        hoverinfo="text",
    )
