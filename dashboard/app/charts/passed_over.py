"""A chart of what was passed over: for another, or never decided on, group by group."""

from __future__ import annotations

from typing import TYPE_CHECKING

import plotly.graph_objects as go

from dashboard.app.charts.style import figure, grid_along_x, named, text
from dashboard.app.charts.waste import money_axis
from dashboard.words.colours import LINE_COLOURS, NEVER_DECIDED
from dashboard.words.formats import counted, money, percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.asking.passed_over import PassedOver

KINDS = {
    "for_another": ("For another of the same brief", LINE_COLOURS["not_selected"]),
    "never_decided": ("Never decided on", NEVER_DECIDED),
}
"""The fields of a row, what they are called, and their colours."""


def passed_over_by_group(
    rows: Sequence[PassedOver], names_of: Sequence[str], currency: str
) -> go.Figure:
    """Stacked bars of money, the first row on top; `names_of` are the rows' names."""
    mine, names = list(rows)[::-1], named(list(names_of)[::-1])
    drawn = figure(barmode="stack", height=52 + 30 * max(len(mine), 2), showlegend=False)
    for field, (title, colour) in KINDS.items():
        drawn.add_trace(
            go.Bar(
                name=title,
                y=names.places,
                x=[float(getattr(row, field)) for row in mine],
                orientation="h",
                marker={"color": colour},
                customdata=[[row.group] for row in mine],
                hovertext=[
                    _words(row, name, field, currency)
                    for row, name in zip(mine, list(names_of)[::-1], strict=True)
                ],
                hoverinfo="text",
            )
        )
    drawn.update_layout(margin={"t": 4})
    drawn.update_yaxes(**names.axis)
    drawn.update_xaxes(**money_axis(currency, "Passed over"))
    return grid_along_x(drawn)


def _words(row: PassedOver, name: str, field: str, currency: str) -> str:
    amount, number = getattr(row, field), getattr(row, f"n_{field}")
    share = f", {percent(amount / row.spend)} of its spend" if row.spend else ""
    return (
        f"{text(name)}<br>{KINDS[field][0]}: {money(amount, currency)}{share}"
        f"<br>n = {counted(number, 'piece')} of {row.n_outputs:,}, {counted(row.n_briefs, 'brief')}"
    )
