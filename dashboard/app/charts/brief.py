"""The course of one brief: outputs by stage and time, their lineage, and what was decided."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING, Any

import plotly.graph_objects as go

from dashboard.app.charts.brief_course import TIERS, at_clock, course
from dashboard.app.charts.style import GRID, figure, said, text
from dashboard.words.briefs import DECISIONS, decision_words
from dashboard.words.colours import LINE_COLOURS, QUIET
from dashboard.words.ledger_lines import LINE_TITLES
from data.briefs.story import Piece

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime, tzinfo
    from decimal import Decimal

    from dashboard.app.charts.brief_course import Course, Dot
    from data.briefs.story import BriefVerdict, Story

SMALLEST, LARGEST = 8, 26
"""Pixels across; the area goes with the money."""
DECISION_COLOURS = {
    "approved": LINE_COLOURS["usable"],
    "rejected": LINE_COLOURS["rejected"],
    "needs_edit": LINE_COLOURS["not_selected"],
}
TICKS = 5


def timeline(story: Story, zone: tzinfo, currency: str) -> go.Figure:
    """The course as a figure; words where there is nothing to draw."""
    where = course(story, zone, currency)
    if not where.dots:
        return said(figure([], height=120), "Nothing was tried yet.")
    lanes = [tier for tier in TIERS if tier in {each.tier for each in where.dots.values()}]
    drawn = figure(
        [_lineage(story, where), _decided(story, where), *_dots(where)],
        height=150 + 110 * len(lanes),
        legend={"itemsizing": "constant"},
    )
    drawn.add_traces(list(_ticks(story.verdicts, where, zone)))
    drawn.update_xaxes(**_clock(where, zone), showgrid=True, gridcolor=GRID, zeroline=False)
    return drawn.update_yaxes(
        tickvals=[TIERS.index(tier) for tier in lanes],
        ticktext=[tier.capitalize() for tier in lanes],
        range=[TIERS.index(lanes[-1]) + 0.55, TIERS.index(lanes[0]) - 0.55],
        showgrid=False,
    )


def _dots(where: Course) -> Iterable[go.Scatter]:
    """A trace for each line of the ledger that occurs, in the ledger's order."""
    most = max((float(dot.money or 0) for dot in where.dots.values()), default=0.0)
    for line, title in LINE_TITLES.items():
        mine = [dot for dot in where.dots.values() if dot.line == line]
        if mine:
            yield go.Scatter(
                name=title,
                x=[where.x[dot.at] for dot in mine],
                y=[where.y[dot.piece] for dot in mine],
                mode="markers",
                marker=_marker(line, mine, most),
                hovertext=[dot.words for dot in mine],
                hoverinfo="text",
                cliponaxis=False,
            )


def _marker(line: str, dots: Sequence[Dot], most: float) -> dict[str, Any]:
    shape = {"usable": "circle", "contributed": "circle", "pending": "diamond"}.get(line, "square")
    return {
        "color": LINE_COLOURS[line],
        "size": [_pixels(dot.money, most) for dot in dots],
        "symbol": [shape if dot.money is not None else f"{shape}-open" for dot in dots],
        "line": {"width": [2 if dot.money is None else 0 for dot in dots]},
        "opacity": 0.9,
    }


def _pixels(amount: Decimal | None, most: float) -> float:
    if not amount or amount < 0 or not most:
        return SMALLEST
    return SMALLEST + (LARGEST - SMALLEST) * sqrt(float(amount) / most)


def _lineage(story: Story, where: Course) -> go.Scatter:
    """A line from each parent to each of its children, under the dots."""
    pairs = [
        (parent, child)
        for link in story.links
        for parent in _meant(link.parent, where)[:1]
        for child in _meant(link.child, where)
    ]
    return _segments(
        [(_place(parent, where), _place(child, where)) for parent, child in pairs], "solid"
    )


def _decided(story: Story, where: Course) -> go.Scatter:
    """From each dot to the decisions on it."""
    return _segments(
        [
            (_place(piece, where), (where.x[each.decided_at], where.y[piece]))
            for each in story.verdicts
            for piece in _meant(Piece(each.attempt_no, each.output_index), where)
        ],
        "dot",
    )


def _place(piece: Piece, where: Course) -> tuple[float, float]:
    return where.x[where.dots[piece].at], where.y[piece]


def _meant(piece: Piece, where: Course) -> list[Piece]:
    """The dots of an output, or those of all outputs of an attempt, as far as they are drawn."""
    if piece.output_index is not None:
        return [piece] if piece in where.dots else []
    return [each for each in where.dots if each.attempt_no == piece.attempt_no]


def _segments(
    pairs: Iterable[tuple[tuple[float, float], tuple[float, float]]], dash: str
) -> go.Scatter:
    x: list[float | None] = []
    y: list[float | None] = []
    for (from_x, from_y), (to_x, to_y) in pairs:
        x += [from_x, to_x, None]
        y += [from_y, to_y, None]
    line = {"color": QUIET, "width": 1.2, "dash": dash}
    return go.Scatter(x=x, y=y, mode="lines", line=line, opacity=0.55, hoverinfo="skip",
                      showlegend=False)  # fmt: skip


def _ticks(verdicts: Sequence[BriefVerdict], where: Course, zone: tzinfo) -> Iterable[go.Scatter]:
    """A tick at each decision, level with what it is about."""
    for decision, title in DECISIONS.items():
        mine = [
            (each, piece)
            for each in verdicts
            if each.decision == decision
            for piece in _meant(Piece(each.attempt_no, each.output_index), where)
        ]
        if mine:
            yield go.Scatter(
                name=f"Decision: {title.lower()}",
                x=[where.x[each.decided_at] for each, _ in mine],
                y=[where.y[piece] for _, piece in mine],
                mode="markers",
                marker={
                    "symbol": "line-ns-open",
                    "size": 15,
                    "line": {"width": 3, "color": DECISION_COLOURS.get(decision, QUIET)},
                    "color": DECISION_COLOURS.get(decision, QUIET),
                },
                hovertext=[_decision(each, zone) for each, _ in mine],
                hoverinfo="text",
                cliponaxis=False,
            )


def _decision(each: BriefVerdict, zone: tzinfo) -> str:
    known = [decision_words(each.decision, each.stage), each.reason, each.reviewer]
    return (
        f"{' · '.join(text(part) for part in known if part)}<br>{at_clock(each.decided_at, zone)}"
    )


def _clock(where: Course, zone: tzinfo) -> dict[str, Any]:
    """Some of the moments as they are, far enough apart to be read."""
    moments = list(where.x)
    width = max(where.x[moments[-1]], 1.0)
    chosen: list[datetime] = []
    for moment in moments:
        if not chosen or where.x[moment] - where.x[chosen[-1]] >= width / TICKS:
            chosen.append(moment)
    return {
        "tickvals": [where.x[moment] for moment in chosen],
        "ticktext": [_stacked(moment, zone) for moment in chosen],
        "range": [-0.04 * width, 1.04 * width],
    }


def _stacked(moment: datetime, zone: tzinfo) -> str:
    """The day above the hour."""
    return "<br>".join(at_clock(moment, zone).rsplit(" ", 1))
