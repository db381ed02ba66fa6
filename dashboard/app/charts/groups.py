"""Charts by project, model or person: what the money became, and what one asset cost."""

from __future__ import annotations

from math import log10
from typing import TYPE_CHECKING, Any

import plotly.graph_objects as go

from dashboard.app.charts.style import (
    figure,
    grid_along_x,
    hatched,
    media_colour,
    named,
    said,
    text,
)
from dashboard.app.charts.weeks import STACKED
from dashboard.words.formats import label, money, percent, short_money, symbol
from dashboard.words.ledger_lines import LINE_TITLES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Row = Mapping[str, Any]


def money_by_group(
    rows: Sequence[Row],
    dimension: str,
    groups: Sequence[Any],
    currency: str,
    lines: Sequence[str] = STACKED,
) -> go.Figure:
    """Stacked horizontal bars of ledger lines, the first group on top.

    Rows: the dimension, line, money (NULL is left out).
    """
    names = named([*reversed(groups)])
    drawn = figure(barmode="stack", height=_height(len(groups)))
    for line in lines:
        amounts = {row[dimension]: row["money"] for row in rows if row["line"] == line}
        if any(amounts.get(group) for group in groups):
            drawn.add_trace(_bars_of(line, [*reversed(groups)], amounts, names.places, currency))
    drawn.update_yaxes(**names.axis)
    drawn.update_xaxes(tickprefix=symbol(currency), tickformat=",~f", nticks=6)
    return grid_along_x(drawn)


def _bars_of(
    line: str,
    groups: Sequence[Any],
    amounts: Mapping[Any, Any],
    places: Sequence[int],
    currency: str,
) -> go.Bar:
    known = [amounts.get(group) or 0 for group in groups]
    words = [
        f"{text(group)}<br>{LINE_TITLES[line]}: {money(amount, currency)}"
        for group, amount in zip(groups, known, strict=True)
    ]
    return go.Bar(
        name=LINE_TITLES[line],
        y=list(places),
        x=[float(amount) for amount in known],
        orientation="h",
        marker=hatched(line),
        hovertext=words,
        hoverinfo="text",
    )


def cost_by_group(
    rows: Sequence[Row], dimension: str, groups: Sequence[Any], cost: str, currency: str
) -> go.Figure:
    """What one asset cost, a dot for each medium of a group, on a logarithmic axis.

    Rows: the dimension, media, the cost (NULL: no dot), pending_share.
    """
    names = named([*reversed(groups)])
    place = dict(zip(reversed(groups), names.places, strict=True))
    drawn = figure(height=_height(len(groups)))
    for media in dict.fromkeys(row["media"] for row in rows):
        mine = [r for r in rows if r["media"] == media and r[cost] and r[dimension] in place]
        if mine:
            drawn.add_trace(_dots(mine, media, [place[r[dimension]] for r in mine], cost, currency))
    if not drawn.data:
        return said(drawn, "Nothing usable, or no known cost, here yet.")
    drawn.update_yaxes(**names.axis | {"showgrid": True})
    reached = [float(row[cost]) for row in rows if row[cost] and row[dimension] in place]
    drawn.update_xaxes(**money_decades(reached, currency))
    return grid_along_x(drawn)


def money_decades(amounts: Sequence[float], currency: str) -> dict[str, Any]:
    """A logarithmic axis of money with room for labels at both ends."""
    axis: dict[str, Any] = {"type": "log", "dtick": 1, "tickprefix": symbol(currency)}
    positive = [amount for amount in amounts if amount > 0]
    if positive:
        axis["range"] = [log10(min(positive)) - 0.3, log10(max(positive)) + 0.3]
    return axis


def _dots(
    rows: Sequence[Row], media: Any, places: Sequence[int], cost: str, currency: str
) -> go.Scatter:
    colour = media_colour(media)
    return go.Scatter(
        name=label(media).capitalize(),
        x=[float(row[cost]) for row in rows],
        y=list(places),
        mode="markers+text",
        cliponaxis=False,
        marker={"size": 10, "color": colour},
        text=[short_money(row[cost], currency) for row in rows],
        textposition="top center",
        textfont={"size": 11},
        hovertext=[_in_words(row, cost, currency) for row in rows],
        hoverinfo="text",
    )


def _in_words(row: Row, cost: str, currency: str) -> str:
    pending = row["pending_share"]
    settled = f"{percent(pending)} of its outputs are undecided" if pending else "all decided"
    return f"{text(row['media'])}: {money(row[cost], currency)}<br>{settled}"


def _height(groups: int) -> int:
    return 96 + 34 * max(groups, 2)
