"""BytePlus ModelArk: Seedance task objects as the studio's poller saw them, Seedream answers.

Ark has no labels; the poller puts the studio's beside the object, as `metadata`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from data.demo.agency.dice import Dice
from data.demo.agency.office_hours import later
from data.demo.logs.spelling import iso_z, json_line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from data.demo.agency.events import Attempt, Output

FRAMES_PER_SECOND = 24
STATUSES = {"succeeded": "succeeded", "failed": "failed", "blocked": "failed",
            "canceled": "cancelled"}  # fmt: skip
MESSAGES = {
    "OutputVideoSensitiveContentDetected": "the output video may contain sensitive information.",
    "OutputImageSensitiveContentDetected": "the output image may contain sensitive information.",
    "InputImageSensitiveContentDetected": "the input image may contain sensitive information.",
    "InternalServiceError": "the service met an unexpected internal error.",
    "ServerOverloaded": "the service is overloaded.",
}


def seedance_lines(attempt: Attempt) -> Iterator[tuple[datetime, str]]:
    """The states that the poller recorded."""
    dice = Dice("ark", attempt.attempt_id)
    lost = attempt.ending == "lost"
    if attempt.flex or dice.chance(0.2):
        yield later(attempt.submitted_at, 5), json_line(_task(attempt, "queued", 0))
    if lost or dice.chance(0.3):
        at = later(attempt.started_at, dice.between(2, 12))
        if lost or at < attempt.completed_at:
            yield at, json_line(_task(attempt, "running", int(at.timestamp())))
    if not lost:
        yield attempt.completed_at, json_line(_finished(attempt))


def _task(attempt: Attempt, status: str, updated_at: int) -> dict[str, Any]:
    created_at = int(attempt.submitted_at.timestamp())
    return {
        "id": attempt.attempt_id,
        "model": attempt.model.model_id,
        "status": status,
        "created_at": created_at,
        "updated_at": updated_at or created_at,
        "service_tier": "flex" if attempt.flex else "default",
        "execution_expires_after": 172_800,
        "metadata": attempt.labels() | {"prompt": attempt.prompt},
    }


def _finished(attempt: Attempt) -> dict[str, Any]:
    status = STATUSES[attempt.ending]
    found = _task(attempt, status, int(attempt.completed_at.timestamp()))
    if attempt.code:
        return found | {"error": _error(attempt)}
    if attempt.ending == "succeeded":
        return found | _clip(attempt, attempt.outputs[0])
    return found


def _error(attempt: Attempt) -> dict[str, str]:
    message = f"The request failed because {MESSAGES[attempt.code]}"
    return {"code": attempt.code, "message": message}


def _clip(attempt: Attempt, output: Output) -> dict[str, Any]:
    seconds = attempt.seconds or 5
    frames = seconds * FRAMES_PER_SECOND + 1
    tokens = output.width * output.height * frames // 1024
    clip: dict[str, Any] = {
        "content": {"video_url": signed(output, attempt)},
        "usage": {"completion_tokens": tokens, "total_tokens": tokens},
        "seed": attempt.seed % 2**17,
        "resolution": attempt.size,
        "ratio": attempt.brief.project.aspect,
        "duration": seconds,
        "framespersecond": FRAMES_PER_SECOND,
        "generate_audio": False,
        "draft": attempt.draft,
    }
    return clip | ({"draft_task_id": attempt.draft_of} if attempt.draft_of else {})


def signed(output: Output, attempt: Attempt) -> str:
    """The address with the query string of a signature that expires within a day."""
    signature = Dice("signature", output.asset_id).hexes(24)
    day = f"{attempt.completed_at:%Y%m%dT%H%M%SZ}"
    return f"{output.uri}?X-Tos-Date={day}&X-Tos-Expires=86400&X-Tos-Signature={signature}"


def seedream_lines(attempt: Attempt) -> Iterator[tuple[datetime, str]]:
    """The one synchronous answer. It has no id of its own; `metadata` keeps the request's."""
    found: dict[str, Any] = {
        "model": attempt.model.model_id,
        "created": int(attempt.completed_at.timestamp()),
    }
    if attempt.code:
        found["error"] = _error(attempt)
    else:
        found["data"] = [_image(attempt, output) for output in attempt.outputs]
        found["usage"] = _image_usage(attempt)
    request = {
        "request_id": attempt.attempt_id,
        "submitted_at": iso_z(attempt.submitted_at),
        "prompt": attempt.prompt,
        "n": attempt.n_requested,
        "size": f"{attempt.width}x{attempt.height}",
    }
    yield attempt.completed_at, json_line(found | {"metadata": attempt.labels() | request})


def _image(attempt: Attempt, output: Output) -> dict[str, Any]:
    if output.blocked:
        code = "OutputImageSensitiveContentDetected"
        message = f"The request failed because {MESSAGES[code]}"
        return {"error": {"code": code, "message": message}}
    return {"url": signed(output, attempt), "size": f"{output.width}x{output.height}"}


def _image_usage(attempt: Attempt) -> dict[str, int]:
    made = [output for output in attempt.outputs if not output.blocked]
    tokens = sum(output.width * output.height // 256 for output in made)
    return {"generated_images": len(made), "output_tokens": tokens, "total_tokens": tokens}
