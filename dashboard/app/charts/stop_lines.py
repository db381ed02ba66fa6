"""A chart of what another attempt of a brief brings, attempt by attempt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import plotly.graph_objects as go

from dashboard.app.charts.line_ends import with_dot
from dashboard.app.charts.style import axis_title, figure, media_colour, share_axis, text
from dashboard.words.formats import counted, money, percent

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Row = Mapping[str, Any]


def chances_by_attempt(rows: Sequence[Row], currency: str) -> go.Figure:
    """A line a medium, named at its end, with intervals.

    Rows: media, attempt (as written), tried, chance, low, high, money (None: not known).
    """
    attempts = sorted({_place(row["attempt"]) for row in rows}, key=_number)
    drawn = figure(height=300, showlegend=False)
    for media in dict.fromkeys(row["media"] for row in rows):
        mine = [row for row in rows if row["media"] == media]
        places = [attempts.index(_place(row["attempt"])) for row in mine]
        drawn.add_trace(_line(mine, media, places))
        drawn.data[-1].hovertext = [_words(row, currency) for row in mine]
        _name_at_end(drawn, mine[-1], media, places[-1])
    drawn.update_layout(margin={"t": 8, "r": 64})
    highs = [row["high"] for row in rows]
    drawn.update_yaxes(**share_axis(highs, "Chance of a usable one, share"))
    return drawn.update_xaxes(
        tickmode="array",
        tickvals=list(range(len(attempts))),
        ticktext=attempts,
        title=axis_title("Attempt of a brief that has none yet"),
    )


LATER = "later"


def _place(attempt: str) -> str:
    """Where it stands: the last of a medium is this attempt and all after it, from its own on."""
    return LATER if " " in attempt else attempt


def _number(place: str) -> float:
    return float("inf") if place == LATER else int(place)


def _line(rows: Sequence[Row], media: str, places: Sequence[int]) -> go.Scatter:
    colour = media_colour(media)
    return go.Scatter(
        name=media,
        x=list(places),
        y=[row["chance"] for row in rows],
        error_y={
            "type": "data",
            "symmetric": False,
            "array": [row["high"] - row["chance"] for row in rows],
            "arrayminus": [row["chance"] - row["low"] for row in rows],
            "thickness": 1.2,
            "width": 0,
        },
        mode="lines+markers",
        line={"color": colour, "width": 2},
        marker={"size": 8, "color": colour},
        customdata=[[row["media"], row["attempt"]] for row in rows],
        hoverinfo="text",
    )


def _words(row: Row, currency: str) -> str:
    ahead = "" if row["money"] is None else f"<br>{money(row['money'], currency)} to the first"
    return (
        f"{text(row['media']).capitalize()}, attempt {row['attempt']}<br>{percent(row['chance'])} "
        f"({percent(row['low'])} to {percent(row['high'])}){ahead}"
        f"<br>n = {counted(row['tried'], 'brief')}"
    )


def _name_at_end(drawn: go.Figure, row: Row, media: str, place: int) -> None:
    drawn.add_annotation(
        text=with_dot(text(media).capitalize(), media_colour(media)),
        x=place,
        y=row["chance"],
        xanchor="left",
        xshift=10,
        showarrow=False,
        font={"size": 12},
    )
