"""Where the outputs of one brief stand in its course: which lane, and when."""

from __future__ import annotations

from math import log2
from typing import TYPE_CHECKING, NamedTuple

from dashboard.app.charts.style import text
from dashboard.words.briefs import decision_words
from dashboard.words.formats import NOTHING, money, wall_clock
from dashboard.words.ledger_lines import LINE_TITLES
from data.briefs.story import Piece

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime, tzinfo
    from decimal import Decimal

    from data.briefs.story import BriefAttempt, BriefOutput, Story

TIERS = ("generate", "refine", "upscale")
SLOTS = (0.0, -0.15, 0.15, -0.28, 0.28, -0.4, 0.4)
"""Neighbours in a lane stand in these in turn, so that they do not hide each other."""
SHORT_S = 5.0
"""Pauses much longer than this are drawn shorter than they were."""


class Dot(NamedTuple):
    """An output, or an attempt without any (index None)."""

    piece: Piece
    line: str
    at: datetime
    tier: str
    money: Decimal | None
    words: str


class Course(NamedTuple):
    """Where dots stand: by their piece, and moments along the axis."""

    dots: Mapping[Piece, Dot]
    x: Mapping[datetime, float]
    y: Mapping[Piece, float]


def course(story: Story, zone: tzinfo, currency: str) -> Course:
    """The dots of a story and their places: outputs, and attempts that gave none."""
    dots = [_of_output(each, zone, currency) for each in story.outputs]
    told = {each.attempt_no for each in story.outputs}
    dots += [
        _of_attempt(each, zone, currency)
        for each in story.attempts
        if each.attempt_no not in told and not each.outputs
    ]
    dots.sort(key=lambda each: (each.at, each.piece.attempt_no, each.piece.output_index or 0))
    moments = sorted({*(dot.at for dot in dots), *(each.decided_at for each in story.verdicts)})
    return Course({dot.piece: dot for dot in dots}, _along(moments), _across(dots))


def _along(moments: Sequence[datetime]) -> Mapping[datetime, float]:
    """Moments on an axis on which pauses are shorter than they were, and nothing changes place."""
    places: dict[datetime, float] = {}
    place, before = 0.0, None
    for moment in moments:
        pause = 0.0 if before is None else (moment - before).total_seconds()
        place += log2(1 + pause / SHORT_S)
        places[moment], before = place, moment
    return places


def _across(dots: Iterable[Dot]) -> Mapping[Piece, float]:
    """The lane of each dot, and its slot in it."""
    turn = dict.fromkeys(TIERS, 0)
    places: dict[Piece, float] = {}
    for dot in dots:
        places[dot.piece] = TIERS.index(dot.tier) + SLOTS[turn[dot.tier] % len(SLOTS)]
        turn[dot.tier] += 1
    return places


def _of_output(each: BriefOutput, zone: tzinfo, currency: str) -> Dot:
    decided = decision_words(each.decision, each.stage)
    known = [LINE_TITLES[each.outcome], decided, each.reason, each.reviewer]
    words = _words(known, each.model, each.money, each.ready_at, zone, currency)
    return Dot(each.piece, each.outcome, each.ready_at, each.tier, each.money, words)


def _of_attempt(each: BriefAttempt, zone: tzinfo, currency: str) -> Dot:
    line = "unknown" if each.status == "running" else each.status
    known = [f"{LINE_TITLES[line]} attempt", each.raw_status, each.error_code]
    words = _words(known, each.model, each.cost, each.submitted_at, zone, currency)
    return Dot(Piece(each.attempt_no, None), line, each.submitted_at, each.tier, each.cost, words)


def _words(
    known: Sequence[str | None],
    model: str | None,
    cost: Decimal | None,
    at: datetime,
    zone: tzinfo,
    currency: str,
) -> str:
    spent = "money not known" if cost is None else money(cost, currency)
    lines = [
        " · ".join(text(part) for part in known if part),
        text(model),
        spent,
        at_clock(at, zone),
    ]
    return "<br>".join(line for line in lines if line != NOTHING)


def at_clock(moment: datetime, zone: tzinfo) -> str:
    """`2 Nov 14:05`, by the clocks of the zone."""
    local = wall_clock(moment, zone)
    return f"{local.day} {local:%b %H:%M}"
