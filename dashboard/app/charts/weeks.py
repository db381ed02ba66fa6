"""Charts by week: where the money went, and what a usable asset cost."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import plotly.graph_objects as go

from dashboard.app.charts.style import figure, hatched, media_colour, said
from dashboard.words.colours import QUIET
from dashboard.words.formats import day, money, percent, symbol
from dashboard.words.ledger_lines import ACCEPTED_LINES, LINE_TITLES, UNDECIDED_LINES, WASTE_LINES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Row = Mapping[str, Any]

STACKED = (*ACCEPTED_LINES, *UNDECIDED_LINES, *WASTE_LINES)
"""From the bottom of a bar to its top: used, undecided, wasted."""
_WEEK_MS = 7 * 86_400_000
_BAR_MS = 0.72 * _WEEK_MS
_FEWEST = 6
"""So many weeks are on the axis at least, so that a single one does not fill the screen."""


def money_by_week(rows: Sequence[Row], currency: str, settling: Sequence[date] = ()) -> go.Figure:
    """Stacked bars of the waste ledger by week. Rows: week, line, money (NULL is left out).

    `settling` are the weeks that are too young to judge, shaded.
    """
    weeks = sorted({row["week"] for row in rows if row["week"] is not None})
    drawn = figure(barmode="stack", hovermode="x unified")
    for line in STACKED:
        amounts = {row["week"]: row["money"] for row in rows if row["line"] == line}
        if any(amounts.values()):
            drawn.add_trace(_bars_of(line, weeks, amounts, currency))
    if settling:
        _shade(drawn, sorted(settling), "still settling")
    drawn.update_yaxes(tickprefix=symbol(currency), tickformat=",~f", nticks=6)
    return week_axis(drawn, weeks)


def _bars_of(line: str, weeks: Sequence[date], amounts: Mapping[Any, Any], currency: str) -> go.Bar:
    known = [amounts.get(week) or 0 for week in weeks]
    return go.Bar(
        name=LINE_TITLES[line],
        x=list(weeks),
        y=[float(amount) for amount in known],
        width=_BAR_MS,
        marker=hatched(line),
        customdata=[money(amount, currency) for amount in known],
        hovertemplate="%{customdata}",
    )


def cost_by_week(rows: Sequence[Row], media: str | None, currency: str) -> go.Figure:
    """Cost per usable asset of one medium by week. Weeks that are still settling are hollow.

    Rows: week, cost_per_usable_asset, settled_cost_per_usable_asset, usable_assets,
    pending_share, settling (whether it is too young to judge).
    """
    known = [row for row in rows if row["week"] is not None]
    weeks = [row["week"] for row in known]
    drawn = figure(
        [_settled(known, weeks, currency), _all_in(known, weeks, media, currency)],
        height=280,
        hovermode="x unified",
    )
    if all(row["cost_per_usable_asset"] is None for row in known):
        return said(drawn, "Nothing usable, or no known cost, in these weeks.")
    settling = [row["week"] for row in known if row["settling"]]
    if settling:
        _shade(drawn, settling, "still settling")
    drawn.update_yaxes(rangemode="tozero", tickprefix=symbol(currency), nticks=5)
    return week_axis(drawn, weeks)


def _all_in(
    rows: Sequence[Row], weeks: Sequence[date], media: str | None, currency: str
) -> go.Scatter:
    colour = media_colour(media)
    return go.Scatter(
        name="All spend",
        x=list(weeks),
        y=[_number(row["cost_per_usable_asset"]) for row in rows],
        mode="lines+markers",
        connectgaps=False,
        line={"color": colour, "width": 2},
        marker={
            "size": 8,
            "color": colour,
            "symbol": ["circle-open" if row["settling"] else "circle" for row in rows],
            "line": {"width": 2, "color": colour},
        },
        customdata=[_in_words(row, currency) for row in rows],
        hovertemplate="%{customdata}",
    )


def _settled(rows: Sequence[Row], weeks: Sequence[date], currency: str) -> go.Scatter:
    values = [row["settled_cost_per_usable_asset"] for row in rows]
    return go.Scatter(
        name="Without undecided work",
        x=list(weeks),
        y=[_number(value) for value in values],
        mode="lines",
        connectgaps=False,
        line={"color": QUIET, "width": 1.5, "dash": "dot"},
        customdata=["–" if value is None else money(value, currency) for value in values],
        hovertemplate="%{customdata}",
    )


def _in_words(row: Row, currency: str) -> str:
    cost = row["cost_per_usable_asset"]
    paid = "nothing usable yet" if cost is None else money(cost, currency)
    pending = f", {percent(row['pending_share'])} undecided" if row["pending_share"] else ""
    return f"{paid} (n = {row['usable_assets']:,}{pending})"


def _shade(drawn: go.Figure, weeks: Sequence[date], words: str) -> None:
    drawn.add_vrect(
        x0=_start_ms(weeks[0]) - _WEEK_MS / 2,
        x1=_start_ms(weeks[-1]) + _WEEK_MS / 2,
        fillcolor=QUIET,
        opacity=0.13,
        line_width=0,
        layer="below",
        annotation_text=words,
        annotation={"font_size": 11, "yanchor": "bottom", "yref": "paper", "y": 1.0},
    )


def _start_ms(week: date) -> float:
    """Milliseconds since 1970, as Plotly counts dates."""
    return (week.toordinal() - date(1970, 1, 1).toordinal()) * 86_400_000.0


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def week_axis(drawn: go.Figure, weeks: Sequence[date]) -> go.Figure:
    """Label weeks by their first day, and no more of them than fit on a telephone."""
    if not weeks:
        return said(drawn, "Nothing in this selection.")
    every = max(1, -(-len(weeks) // 8))
    shown = list(weeks)[::-1][::every][::-1]
    drawn.update_xaxes(
        type="date",
        tickmode="array",
        tickvals=shown,
        ticktext=[_tick(week, place, shown) for place, week in enumerate(shown)],
        hoverformat="week of %-d %b %Y",
        showspikes=False,
        range=[
            min(weeks[0], weeks[-1] - timedelta(weeks=_FEWEST - 1)) - timedelta(days=4),
            weeks[-1] + timedelta(days=4),
        ],
    )
    return drawn


def _tick(week: date, place: int, shown: Sequence[date]) -> str:
    written = day(week).rsplit(" ", 1)
    new_year = place == 0 or shown[place - 1].year != week.year
    return f"{written[0]}<br>{written[1]}" if new_year else written[0]
