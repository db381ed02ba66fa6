"""Lines over time, each named at its end, the period before dotted behind."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

import plotly.graph_objects as go

from dashboard.app.charts.line_ends import Label, name_at_ends
from dashboard.app.charts.style import figure, said, text, unit_axis
from dashboard.words.colours import QUIET, SERIES_COLOURS
from dashboard.words.formats import day, shown

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from dashboard.words.marked_days import MarkedDay
    from data.metrics.metric import Metric, Value

HEIGHT = 340
NAME_CHARACTERS = 32
CHARACTER_PX, NAMES_PX = 6.6, 26
"""What a character at a line's end takes, and what stands around a name."""
TICKS = 9
ROOM = 0.02
"""Of the axis, what lies beyond its first and last dot."""


class Spot(NamedTuple):
    """A line at one day or week: its figure, None where it is not known, and what it rests on."""

    day: date
    value: Value
    n: int | None
    is_young: bool = False


class Line(NamedTuple):
    """A group over time; `opens` is what a click on it opens, None where nothing."""

    name: str
    spots: Sequence[Spot]
    before: Sequence[Spot] = ()
    opens: str | None = None


def lines_over_time(
    lines: Sequence[Line], of: Metric, currency: str, marked: Sequence[MarkedDay] = ()
) -> go.Figure:
    """The lines in the colours of their order; a gap where a figure is not known.

    A marked day is a dotted rule with its word on top.
    """
    colours = [
        QUIET if each.opens is None and len(lines) > 1 else SERIES_COLOURS[place]
        for place, each in enumerate(lines)
    ]
    drawn = figure(height=HEIGHT, showlegend=False, hovermode="closest")
    for line, colour in zip(lines, colours, strict=True):
        drawn.add_trace(_dotted(line, colour))
    for line, colour in zip(lines, colours, strict=True):
        drawn.add_trace(_drawn(line, of, colour, currency))
    highest = _highest(lines)
    if highest is None:
        return said(drawn, "Not known anywhere in this period.")
    longest = max(min(len(each.name), NAME_CHARACTERS) for each in lines)
    right = NAMES_PX + CHARACTER_PX * longest
    drawn.update_layout(margin={"l": 4, "r": right, "t": 20 if marked else 12, "b": 4})
    drawn.update_yaxes(range=[0, highest * 1.06 or 1], nticks=6, **unit_axis(of.unit, currency))
    days = sorted({spot.day for line in lines for spot in line.spots})
    every = max(1, -(-len(days) // TICKS))
    room = max((days[-1] - days[0]) * ROOM, timedelta(days=1))
    drawn.update_xaxes(
        tickvals=days[::-1][::every][::-1],
        tickformat="%-d %b<br>%Y",
        range=[days[0] - room, max([days[-1], *(each.day for each in marked)]) + room],
    )
    _mark(drawn, marked)
    return name_at_ends(drawn, _ends(lines, colours))


def _mark(drawn: go.Figure, marked: Sequence[MarkedDay]) -> None:
    """A rule for each day; what happened on one day shares its words."""
    for at in sorted({each.day for each in marked}):
        mine = [each for each in marked if each.day == at]
        drawn.add_vline(x=at.isoformat(), line={"color": QUIET, "width": 1, "dash": "dot"})
        drawn.add_annotation(
            x=at.isoformat(),
            y=1,
            yref="paper",
            yanchor="bottom",
            text=" · ".join(dict.fromkeys(each.word for each in mine)),
            hovertext="<br>".join(text(each.sentence) for each in mine),
            showarrow=False,
            font={"size": 11},
        )


def _highest(lines: Sequence[Line]) -> float | None:
    known = [
        float(spot.value)
        for line in lines
        for spot in (*line.spots, *line.before)
        if spot.value is not None
    ]
    return max(known, default=None)


def _drawn(line: Line, of: Metric, colour: str, currency: str) -> go.Scatter:
    return go.Scatter(
        x=[spot.day for spot in line.spots],
        y=_values(line.spots),
        mode="lines+markers",
        connectgaps=False,
        line={"color": colour, "width": 2},
        marker={
            "size": 7,
            "color": colour,
            "symbol": ["circle-open" if spot.is_young else "circle" for spot in line.spots],
        },
        customdata=[[line.opens or ""] for _ in line.spots],
        hovertext=[_in_words(line, spot, of, currency) for spot in line.spots],
        hoverinfo="text",
    )


def _dotted(line: Line, colour: str) -> go.Scatter:
    return go.Scatter(
        x=[spot.day for spot in line.before],
        y=_values(line.before),
        mode="lines",
        connectgaps=False,
        opacity=0.45,
        line={"color": colour, "width": 1.4, "dash": "dot"},
        hoverinfo="skip",
    )


def _values(spots: Sequence[Spot]) -> list[float | None]:
    return [None if spot.value is None else float(spot.value) for spot in spots]


def _in_words(line: Line, spot: Spot, of: Metric, currency: str) -> str:
    n = "" if spot.n is None else f"<br>n = {spot.n:,}"
    opens = "<br>click to open" if line.opens else ""
    return f"{text(line.name)}<br>{day(spot.day)}: {shown(spot.value, of.unit, currency)}{n}{opens}"


def _ends(lines: Sequence[Line], colours: Sequence[str]) -> list[Label]:
    """Each name where its line ends."""
    last = max(spot.day for line in lines for spot in line.spots)
    return [
        Label(text(line.name, NAME_CHARACTERS), last, known[-1], colour)
        for line, colour in zip(lines, colours, strict=True)
        if (known := [value for value in _values(line.spots) if value is not None])
    ]
