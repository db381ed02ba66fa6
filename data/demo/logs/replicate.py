"""Replicate prediction objects as polls and webhooks leave them: several for one id.

Replicate knows no labels, so the studio adds them to the input under the key `offcut`.
"""

from __future__ import annotations

from datetime import time, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from data.demo.agency.dice import Dice
from data.demo.agency.office_hours import begin_of, later, local
from data.demo.logs.spelling import iso_z, json_line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from data.demo.agency.events import Attempt

API = "https://api.replicate.com/v1/predictions"
ERRORS = {
    "E1001": "Prediction failed: out of memory (E1001)",
    "E6716": "Prediction interrupted; please retry (code: PA) (E6716)",
    "NSFW": "NSFW content detected. Try running it again, or try a different prompt. (E005)",
}
STATUSES = {"succeeded": "succeeded", "failed": "failed", "blocked": "failed",
            "canceled": "canceled"}  # fmt: skip
NIGHTLY = time(3, 15)
"""When the studio lists all predictions once more; by then Replicate has erased the files."""


def lines(attempt: Attempt) -> Iterator[tuple[datetime, str]]:
    """The states that were recorded, each at its time."""
    dice = Dice("replicate", attempt.attempt_id)
    lost = attempt.ending == "lost"
    if lost or dice.chance(0.35):
        yield later(attempt.submitted_at, 0.2), json_line(_starting(attempt))
    if lost or dice.chance(0.25):
        yield later(attempt.started_at, 0.3), json_line(_processing(attempt))
    if lost:
        return
    yield attempt.completed_at, json_line(_terminal(attempt, dice))
    if dice.chance(0.3):
        yield _nightly(attempt.completed_at, dice), json_line(_erased(attempt, dice))


def _starting(attempt: Attempt) -> dict[str, Any]:
    given: dict[str, Any] = {"prompt": attempt.prompt} if attempt.prompt else {"scale": 2}
    if attempt.parents:
        given["image"] = attempt.parents[0].uri or "data:image/png;base64,<omitted>"
    else:
        given |= {"aspect_ratio": attempt.brief.project.aspect, "seed": attempt.seed % 2**31}
    if attempt.model.per_call > 1:
        given["num_outputs"] = attempt.n_requested
    upscaler = attempt.tier == "upscale"
    return {
        "id": attempt.attempt_id,
        "model": attempt.model.model_id,
        "version": sha256(attempt.model.model_id.encode()).hexdigest() if upscaler else "hidden",
        "input": given | {"offcut": attempt.labels()},
        "logs": "",
        "output": None,
        "error": None,
        "status": "starting",
        "created_at": iso_z(attempt.submitted_at),
        "urls": {name: f"{API}/{attempt.attempt_id}{path}" for name, path in PATHS.items()},
    }


PATHS = {"get": "", "cancel": "/cancel"}


def _processing(attempt: Attempt) -> dict[str, Any]:
    started_at = iso_z(attempt.started_at, 6)
    return _starting(attempt) | {"status": "processing", "started_at": started_at, "metrics": {}}


def _terminal(attempt: Attempt, dice: Dice) -> dict[str, Any]:
    found = _processing(attempt)
    predict_s = (attempt.completed_at - attempt.started_at).total_seconds()
    if attempt.ending == "canceled" and dice.chance(0.2):
        predict_s = 3e-06
    total_s = (attempt.completed_at - attempt.submitted_at).total_seconds()
    return found | {
        "status": STATUSES[attempt.ending],
        "output": _output(attempt),
        "error": ERRORS.get(attempt.code),
        "logs": f"Using seed: {attempt.seed % 2**31}\n" if attempt.prompt else "",
        "created_at": iso_z(attempt.submitted_at, 6),
        "completed_at": iso_z(attempt.completed_at, 6),
        "metrics": {"predict_time": predict_s, "total_time": total_s},
    }


def _output(attempt: Attempt) -> list[str | None] | str | None:
    """A list from models that can make several, one address from the others."""
    addresses = [output.uri for output in attempt.outputs]
    if not addresses:
        return None
    return addresses if attempt.model.per_call > 1 else addresses[0]


def _erased(attempt: Attempt, dice: Dice) -> dict[str, Any]:
    gone: dict[str, Any] = {"input": {}, "output": None, "logs": "", "data_removed": True}
    return _terminal(attempt, dice) | gone


def _nightly(moment: datetime, dice: Dice) -> datetime:
    day = local(moment).date() + timedelta(days=1)
    return begin_of(day, NIGHTLY.hour, NIGHTLY.minute + dice.between(0, 4))
