"""Charts of money and of what it bought."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import plotly.graph_objects as go

from dashboard.charts.style import LINE_COLOURS, colours, figure, text
from dashboard.formats import label, money

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Row = Mapping[str, Any]

ACCEPTED = ("usable", "contributed")
WASTE = ("rejected", "not_selected", "failed", "blocked", "canceled", "breakage")
UNSETTLED = ("pending", "unknown")
LINE_TITLES = {
    "usable": "Usable",
    "contributed": "Contributed",
    "rejected": "Rejected",
    "not_selected": "Not selected",
    "pending": "Pending",
    "failed": "Failed",
    "blocked": "Blocked",
    "canceled": "Canceled",
    "unknown": "Unknown",
    "breakage": "Breakage",
}
"""The lines of the waste ledger in words."""


def spend_by_week(rows: Sequence[Row], currency: str) -> go.Figure:
    """Stacked bars of the waste ledger by week. Rows: week, line, money (NULL is left out)."""
    weeks = sorted({row["week"] for row in rows if row["week"] is not None})
    drawn = figure(barmode="stack")
    for line in (*ACCEPTED, *UNSETTLED, *WASTE):
        amounts = {row["week"]: float(row["money"] or 0) for row in rows if row["line"] == line}
        if any(amounts.values()):
            drawn.add_trace(_stack(line, weeks, amounts, currency))
    drawn.update_yaxes(title=None, tickprefix=money(0, currency)[0])
    drawn.update_xaxes(tickformat="%-d %b", tickvals=weeks if len(weeks) <= 14 else None)
    return drawn


def _stack(line: str, weeks: Sequence[Any], amounts: Mapping[Any, float], currency: str) -> go.Bar:
    values = [amounts.get(week, 0.0) for week in weeks]
    return go.Bar(
        name=LINE_TITLES[line],
        x=list(weeks),
        y=values,
        marker_color=LINE_COLOURS[line],
        customdata=[money(value, currency) for value in values],
        hovertemplate="%{customdata}",
    )


def lines_over_time(
    rows: Sequence[Row], time: str, series: str, value: str, written: Mapping[Any, str]
) -> go.Figure:
    """One line for each series; gaps where the value is NULL.

    `written` gives the hover texts by (time, series).
    """
    drawn = figure()
    palette = colours(row[series] for row in rows)
    for name in palette:
        mine = [row for row in rows if label(row[series]) == name]
        drawn.add_trace(
            go.Scatter(
                name=text(name),
                x=[row[time] for row in mine],
                y=[None if row[value] is None else float(row[value]) for row in mine],
                mode="lines+markers",
                connectgaps=False,
                line={"color": palette[name], "width": 2},
                customdata=[written[row[time], row[series]] for row in mine],
                hovertemplate="%{customdata}",
            )
        )
    drawn.update_xaxes(tickformat="%-d %b")
    return drawn
