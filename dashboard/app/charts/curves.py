"""Curves of waiting: which share was done within a time, and which share of briefs had one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import plotly.graph_objects as go

from dashboard.app.charts.line_ends import Label, name_at_ends
from dashboard.app.charts.seconds import at_least, logarithmic_axis
from dashboard.app.charts.style import axis_title, figure, grid_along_x, share_axis
from dashboard.words.formats import counted, duration, percent

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from data.asking.waiting_times import Reached, Within

_FAINT = 0.16


def done_within(
    curves: Mapping[str, Within], titles: Mapping[str, str], colours: Mapping[str, str]
) -> go.Figure:
    """The share done by then, on a logarithmic axis: a line each."""
    drawn = figure(height=320, showlegend=False)
    for name, curve in curves.items():
        drawn.add_trace(
            go.Scatter(
                name=titles[name],
                x=at_least(curve.seconds),
                y=list(curve.shares),
                mode="lines",
                line={"color": colours[name], "width": 2, "shape": "hv"},
                customdata=[[name]] * len(curve.shares),
                hovertext=[
                    _within_words(titles[name], curve, at) for at in range(len(curve.shares))
                ],
                hoverinfo="text",
            )
        )
    seconds = [each for curve in curves.values() for each in curve.seconds]
    _lay_out(drawn, seconds, "Done by then, share")
    return drawn


def _within_words(title: str, curve: Within, at: int) -> str:
    return (
        f"{title}<br>{percent(curve.shares[at])} within {duration(curve.seconds[at])}"
        f"<br>n = {counted(curve.n, 'attempt')}"
    )


def reached_by_time(
    curves: Mapping[str, Reached], titles: Mapping[str, str], colours: Mapping[str, str]
) -> go.Figure:
    """The share of briefs that had one by then, with its interval, named at the end of its line.

    Briefs that are still open leave the count when they were last seen, those that never will have
    one stay in it: so a line ends at the share that has one, and not at the whole.
    """
    drawn = figure(height=340, showlegend=False)
    labels = []
    for name, curve in curves.items():
        if not curve.steps:
            continue
        x = at_least(step.seconds for step in curve.steps)
        drawn.add_traces(_band(x, curve, colours[name]))
        drawn.add_trace(_steps(name, titles[name], x, curve, colours[name]))
        last = curve.steps[-1]
        words = f"{titles[name]} {percent(last.share)}"
        labels.append(Label(words, x[-1], last.share, colours[name]))
    seconds = [step.seconds for curve in curves.values() for step in curve.steps]
    _lay_out(drawn, seconds, "Briefs that have one, share")
    drawn.update_layout(margin={"r": 150})
    for each in name_at_ends(drawn, labels).layout.annotations:
        each.update(x=drawn.layout.xaxis.range[1])
    return drawn


def _steps(
    name: str, title: str, x: Sequence[float | None], curve: Reached, colour: str
) -> go.Scatter:
    return go.Scatter(
        name=title,
        x=list(x),
        y=[step.share for step in curve.steps],
        mode="lines",
        line={"color": colour, "width": 2, "shape": "hv"},
        customdata=[[name]] * len(curve.steps),
        hovertext=[
            f"{title}<br>{percent(step.share)} of briefs ({percent(step.low)} to "
            f"{percent(step.high)})<br>within {duration(step.seconds)}"
            f"<br>n = {counted(curve.n, 'brief')}, {curve.still_open:,} still open"
            for step in curve.steps
        ],
        hoverinfo="text",
    )


def _band(x: Sequence[float | None], curve: Reached, colour: str) -> list[go.Scatter]:
    common: dict[str, Any] = {"mode": "lines", "hoverinfo": "skip", "showlegend": False}
    line = {"width": 0, "shape": "hv", "color": colour}
    low, high = ([getattr(step, end) for step in curve.steps] for end in ("low", "high"))
    return [
        go.Scatter(x=list(x), y=low, line=line, **common),
        go.Scatter(
            x=list(x), y=high, line=line, fill="tonexty", fillcolor=_faint(colour), **common
        ),
    ]


def _faint(colour: str) -> str:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},{_FAINT})"


def _lay_out(drawn: go.Figure, seconds: Sequence[float], words: str) -> None:
    drawn.update_layout(margin={"t": 8})
    drawn.update_yaxes(**share_axis([1.0], words))
    title = axis_title("Time, log scale")
    axis = logarithmic_axis(seconds)
    drawn.update_xaxes(**axis | {"title": title})
    grid_along_x(drawn)
