"""A chart of what the rejected have in common: the share rejected with a value, and without it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import plotly.graph_objects as go

from dashboard.app.charts.style import figure, grid_along_x, named, share_axis, text
from dashboard.words.colours import LINE_COLOURS, QUIET
from dashboard.words.formats import counted, money, percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.estimates.commonality import Commonality


def shares_apart(found: Sequence[Commonality], names_of: Sequence[str], currency: str) -> go.Figure:
    """From the share elsewhere to the share with the value, a line each, the first on top.

    Only values with something to compare with; `names_of` are their names.
    """
    mine, words = list(found)[::-1], list(names_of)[::-1]
    names = named(words, 44)
    drawn = figure(height=52 + 30 * max(len(mine), 2), showlegend=False)
    for each, place in zip(mine, names.places, strict=True):
        drawn.add_trace(_span(each, place))
    hover = [_words(each, name, currency) for each, name in zip(mine, words, strict=True)]
    for field, title, colour, symbol in _ENDS:
        drawn.add_trace(
            go.Scatter(
                name=title,
                x=[getattr(each, field) for each in mine],
                y=names.places,
                mode="markers",
                marker={
                    "size": 11,
                    "color": colour,
                    "symbol": symbol,
                    "line": {"width": 2, "color": colour},
                },
                customdata=[[each.row.factor, each.row.value] for each in mine],
                hovertext=hover,
                hoverinfo="text",
            )
        )
    drawn.update_layout(margin={"t": 4})
    drawn.update_yaxes(**names.axis)
    ends = [end for each in mine for end in (each.share, each.share_elsewhere)]
    drawn.update_xaxes(**share_axis(ends, "Rejected of what was decided on, share"))
    return grid_along_x(drawn)


_ENDS = (
    ("share_elsewhere", "Elsewhere", QUIET, "circle-open"),
    ("share", "With it", LINE_COLOURS["rejected"], "circle"),
)


def _span(each: Commonality, place: int) -> go.Scatter:
    return go.Scatter(
        x=[each.share_elsewhere, each.share],
        y=[place, place],
        mode="lines",
        line={"color": "rgba(128,128,128,0.45)", "width": 3},
        hoverinfo="skip",
        showlegend=False,
    )


def _words(each: Commonality, name: str, currency: str) -> str:
    assert each.share is not None
    assert each.share_elsewhere is not None
    return (
        f"{text(name)}<br>{percent(each.share)} rejected, {percent(each.share_elsewhere)} elsewhere"
        f"<br>{money(each.excess_money or 0, currency)} beyond that"
        f"<br>n = {counted(each.row.settled, 'piece')} decided on"
    )
