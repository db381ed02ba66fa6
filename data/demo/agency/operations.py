"""One thing a person asks a model for: its parallel calls, their retries, and what comes back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from data.demo.agency.addresses import output_places
from data.demo.agency.briefs import SOFTENED, revised
from data.demo.agency.events import Attempt, Brief, Output
from data.demo.agency.office_hours import later, queue_factor
from data.demo.agency.toolbox import OUTCOMES, SIZES, Model

if TYPE_CHECKING:
    from datetime import datetime

    from data.demo.agency.dice import Dice
    from data.demo.agency.toolbox import Ending

MOST_TRIES = 4
WRONG_SHAPE = 0.02
"""Share of requests whose outputs come back square whatever was asked."""
FILTERED = {"fal-ai/flux/dev": 0.025, "seedream-4-5-251128": 0.02}
"""Share of single outputs that a filter takes away; the rest of the request is delivered."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for in one operation."""

    brief: Brief
    model: Model
    tier: str
    prompt: str
    at: datetime
    parents: tuple[Output, ...] = ()
    seconds: int | None = None
    size: str = ""
    flex: bool = False
    draft: bool = False
    draft_of: str | None = None
    gateway: bool = False
    wanted: int | None = None


def run(wish: Wish, dice: Dice) -> tuple[Attempt, ...]:
    """All attempts of the operation: parallel calls, each with its retries, oldest first."""
    operation_id = f"op-{dice.hexes(10)}"
    left, start = wish.wanted or wish.model.wanted, wish.at
    found: list[Attempt] = []
    while left > 0:
        n_requested = min(left, wish.model.per_call)
        found += _with_retries(wish, operation_id, start, n_requested, dice)
        left -= n_requested
        start = later(start, dice.between(0.15, 1.6))
    return tuple(sorted(found, key=lambda attempt: attempt.submitted_at))


def _with_retries(
    wish: Wish, operation_id: str, at: datetime, n_requested: int, dice: Dice
) -> list[Attempt]:
    tries = [_attempt(wish, operation_id, at, n_requested, dice)]
    while len(tries) < MOST_TRIES and (again := _again(tries[-1], dice)):
        wish = replace(wish, prompt=again[1])
        tries.append(_attempt(wish, operation_id, again[0], n_requested, dice))
    return tries


def _again(last: Attempt, dice: Dice) -> tuple[datetime, str] | None:
    """When and with which prompt an attempt is repeated, if it is."""
    if last.ending == "failed" and dice.chance(0.92):
        pause_s = dice.between(30, 60) if last.code == "429" else dice.between(2, 25)
        return later(last.completed_at, pause_s), last.prompt
    if last.ending == "blocked" and dice.chance(0.75):
        words = revised(last.prompt, SOFTENED, dice)
        return later(last.completed_at, dice.between(40, 240)), words
    if last.ending == "lost" and dice.chance(0.7):
        return later(last.submitted_at, dice.between(900, 2400)), last.prompt
    return None


def _attempt(wish: Wish, operation_id: str, at: datetime, n_requested: int, dice: Dice) -> Attempt:
    model = wish.model
    ending, code = _ending(wish, at, dice)
    started_at, completed_at = _times(wish, at, ending, code, dice)
    size = wish.size or model.size
    width, height = _shape(wish, size)
    attempt = Attempt(
        attempt_id="", model=model, brief=wish.brief, operation_id=operation_id, tier=wish.tier,
        prompt=wish.prompt, submitted_at=at, started_at=started_at, completed_at=completed_at,
        ending=ending, code=code, n_requested=n_requested, outputs=(), parents=wish.parents,
        seed=int(dice.hexes(16), 16), width=width, height=height, size=size, seconds=wish.seconds,
        flex=wish.flex, draft=wish.draft, draft_of=wish.draft_of, gateway=wish.gateway,
    )  # fmt: skip
    return output_places(attempt, _came_back(attempt, dice), dice)


def _ending(wish: Wish, at: datetime, dice: Dice) -> tuple[Ending, str]:
    """How it ends; quota errors pile up in busy hours, some motifs are blocked oftener."""
    mark = dice.share()
    for ending, code, share in OUTCOMES[wish.model.log]:
        factor = queue_factor(at) if code == "429" else 1.0
        factor = wish.brief.client.blocks if ending == "blocked" else factor
        mark -= share * factor
        if mark < 0:
            return ending, code
    return "succeeded", ""


def _times(
    wish: Wish, at: datetime, ending: str, code: str, dice: Dice
) -> tuple[datetime, datetime]:
    """Start and end. Prompt filters and quotas answer at once; a few renders hang for long."""
    model = wish.model
    crowd = queue_factor(at)
    queue_s = dice.lognormal(model.queue_s, 0.7) * crowd
    render_s = dice.lognormal(model.render_s, model.spread) * (wish.seconds or 5) / 5
    render_s *= 1 + (crowd - 1) / 8
    if dice.chance(0.012):
        render_s *= dice.between(3, 6)
    if wish.flex:
        queue_s = dice.lognormal(4 * 3600, 0.8)
    if code in TIMEOUTS_S:
        queue_s, render_s = 0.05, TIMEOUTS_S[code] + dice.between(0, 0.4)
    elif ending in {"blocked", "failed"} and code in INSTANT:
        queue_s, render_s = 0.05, dice.between(0.3, 1.8)
    elif ending in {"blocked", "failed", "canceled"}:
        render_s *= dice.between(0.1, 0.9)
    started_at = later(at, queue_s)
    return started_at, later(started_at, render_s)


INSTANT = {"429", "503", "422", "SAFETY", "PROHIBITED_CONTENT", "moderation_blocked",
           "InputImageSensitiveContentDetected"}  # fmt: skip
"""Errors that come back before any work is done."""
TIMEOUTS_S = {"408": 120.0, "504": 180.0}


def _shape(wish: Wish, size: str) -> tuple[int, int]:
    if size == "2x":
        parent = wish.parents[0]
        return parent.width * 2, parent.height * 2
    return SIZES[wish.brief.project.aspect, size]


def _came_back(attempt: Attempt, dice: Dice) -> tuple[tuple[int, int, bool], ...]:
    """(width, height, blocked) of each output."""
    if attempt.ending != "succeeded":
        return ()
    shape = attempt.width, attempt.height
    if attempt.tier != "upscale" and not attempt.model.film and dice.chance(WRONG_SHAPE):
        shape = min(shape), min(shape)
    risk = FILTERED.get(attempt.model.model_id, 0) * attempt.brief.client.blocks
    blocked = sorted(dice.chance(risk) for _ in range(attempt.n_requested))
    return tuple((*shape, stopped) for stopped in blocked)


def usable_outputs(attempts: tuple[Attempt, ...]) -> tuple[Output, ...]:
    """What there is to look at after the operation."""
    return tuple(output for attempt in attempts for output in attempt.outputs if not output.blocked)


def settled_at(attempts: tuple[Attempt, ...]) -> datetime:
    """When the last answer was there (lost ones are given up after 20 minutes)."""
    ends = [
        attempt.submitted_at + timedelta(minutes=20)
        if attempt.ending == "lost"
        else attempt.completed_at
        for attempt in attempts
    ]
    return max(ends)
