"""Charts of the waste ledger: from spend to usable, and the reasons in order of cost."""

from __future__ import annotations

from decimal import Decimal
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import plotly.graph_objects as go

from dashboard.charts.spend import LINE_TITLES
from dashboard.charts.style import LINE_COLOURS, QUIET, figure, text
from dashboard.formats import money, percent

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

DOWN = (
    "breakage",
    "failed",
    "blocked",
    "canceled",
    "unknown",
    "rejected",
    "not_selected",
    "pending",
    "contributed",
)
"""The order in which spend is taken apart on the way to usable."""


def waterfall(lines: Mapping[str, Decimal | None], total: Decimal, currency: str) -> go.Figure:
    """From spend down to usable. Lines without money are left out; the steps sum exactly."""
    steps = [(line, amount) for line in DOWN if (amount := lines.get(line))]
    usable = lines.get("usable") or Decimal(0)
    names = ["Spend", *(LINE_TITLES[line] for line, _ in steps), "Usable"]
    amounts = [total, *(-amount for _, amount in steps), usable]
    tops = list(accumulate(amounts[:-1]))
    bases = [0.0, *(float(top) for top in tops[1:]), 0.0]
    heights = [abs(float(amount)) for amount in amounts]
    fills = [QUIET, *(LINE_COLOURS[line] for line, _ in steps), LINE_COLOURS["usable"]]
    drawn = figure(
        go.Bar(
            x=names,
            y=heights,
            base=bases,
            marker_color=fills,
            text=[money(abs(amount), currency) for amount in amounts],
            textposition="outside",
            cliponaxis=False,
            customdata=[percent(float(abs(a) / total)) if total else "" for a in amounts],
            hovertemplate="%{text} · %{customdata} of spend<extra></extra>",
        ),
        height=400,
        showlegend=False,
    )
    drawn.update_layout(hovermode="closest")
    drawn.update_yaxes(visible=False)
    return drawn


def pareto(rows: Sequence[Mapping[str, Any]], currency: str) -> go.Figure:
    """Bars by money with the running share. Rows: name, money; already in order of money."""
    names = [text(row["name"]) for row in rows]
    amounts = [float(row["money"] or 0) for row in rows]
    whole = sum(amounts) or 1.0
    running = [part / whole for part in accumulate(amounts)]
    drawn = figure(
        go.Bar(
            name="Money",
            x=names,
            y=amounts,
            marker_color=LINE_COLOURS["rejected"],
            customdata=[money(amount, currency) for amount in amounts],
            hovertemplate="%{customdata}<extra></extra>",
        ),
        go.Scatter(
            name="Running share",
            x=names,
            y=running,
            yaxis="y2",
            mode="lines+markers",
            line={"color": QUIET},
            customdata=[percent(share) for share in running],
            hovertemplate="%{customdata} so far<extra></extra>",
        ),
        yaxis2={"overlaying": "y", "side": "right", "range": [0, 1.05], "tickformat": ".0%"},
    )
    drawn.update_layout(hovermode="closest")
    drawn.update_yaxes(showgrid=False, selector={"side": "right"})
    return drawn


def stacked_lines(
    rows: Sequence[Mapping[str, Any]], dimension: str, currency: str, *, limit: int = 12
) -> go.Figure:
    """Horizontal bars of the ledger lines for the costliest groups.

    Rows: the dimension, line, money.
    """
    totals: dict[Any, float] = {}
    for row in rows:
        totals[row[dimension]] = totals.get(row[dimension], 0.0) + float(row["money"] or 0)
    groups = sorted(totals, key=lambda group: totals[group], reverse=True)[:limit][::-1]
    drawn = figure(barmode="stack", height=90 + 30 * max(len(groups), 2))
    for line in ("usable", "contributed", *reversed(DOWN[:-1])):
        amounts = {row[dimension]: float(row["money"] or 0) for row in rows if row["line"] == line}
        values = [amounts.get(group, 0.0) for group in groups]
        if any(values):
            drawn.add_trace(
                go.Bar(
                    name=LINE_TITLES[line],
                    y=[text(group) for group in groups],
                    x=values,
                    orientation="h",
                    marker_color=LINE_COLOURS[line],
                    customdata=[money(value, currency) for value in values],
                    hovertemplate="%{customdata}",
                )
            )
    drawn.update_layout(hovermode="y unified")
    drawn.update_xaxes(showgrid=True, gridcolor="rgba(128,128,128,0.18)")
    return drawn
