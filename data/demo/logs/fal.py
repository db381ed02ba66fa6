"""fal webhook bodies, wrapped by the receiving endpoint with what it knew of the request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from data.demo.agency.dice import Dice
from data.demo.agency.office_hours import later
from data.demo.logs.spelling import iso_z, json_line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from data.demo.agency.events import Attempt

REDELIVERED = 0.035
ERRORS: dict[str, tuple[str, dict[str, Any]]] = {
    "500": ("Unexpected status code: 500", {"detail": "Internal server error"}),
    "504": ("Unexpected status code: 504", {"detail": "Gateway timeout"}),
    "422": (
        "Unexpected status code: 422",
        {"detail": [{"loc": ["body", "prompt"], "type": "content_policy_violation",
                     "msg": "The content could not be processed because it was flagged."}]},
    ),
}  # fmt: skip


def lines(attempt: Attempt) -> Iterator[tuple[datetime, str]]:
    """The delivery, and now and then the same one again under another gateway id."""
    dice = Dice("fal", attempt.attempt_id)
    received_at = later(attempt.completed_at, dice.between(0.1, 0.9))
    body = _body(attempt)
    yield received_at, _delivery(attempt, body, received_at, attempt.attempt_id)
    if dice.chance(REDELIVERED):
        again_at = later(received_at, dice.between(15, 900))
        yield again_at, _delivery(attempt, body, again_at, dice.uuid())


def _delivery(attempt: Attempt, body: dict[str, Any], at: datetime, gateway_id: str) -> str:
    return json_line({
        "received_at": iso_z(at),
        "headers": {
            "x-fal-webhook-request-id": attempt.attempt_id,
            "x-fal-webhook-timestamp": str(int(at.timestamp())),
        },
        "body": {"request_id": attempt.attempt_id, "gateway_request_id": gateway_id, **body},
        "submitted": {
            "endpoint_id": attempt.model.model_id,
            "submitted_at": iso_z(attempt.submitted_at),
            "arguments": _arguments(attempt),
            "labels": attempt.labels(),
        },
    })  # fmt: skip


def _arguments(attempt: Attempt) -> dict[str, Any]:
    if attempt.tier == "upscale":
        return {"image_url": _parent_address(attempt), "upscale_factor": 2}
    given: dict[str, Any] = {"prompt": attempt.prompt, "num_images": attempt.n_requested}
    if attempt.parents:
        given["image_urls"] = [_parent_address(attempt)]
    if attempt.model.model_id == "fal-ai/flux/dev":
        return given | {"image_size": {"width": attempt.width, "height": attempt.height}}
    return given | {
        "aspect_ratio": attempt.brief.project.aspect,
        "resolution": attempt.size,
    }


def _parent_address(attempt: Attempt) -> str:
    parent = attempt.parents[0]
    return parent.uri or f"https://dam.fable-and-finch.example/stills/{parent.asset_id[:11]}.png"


def _body(attempt: Attempt) -> dict[str, Any]:
    if attempt.code:
        error, payload = ERRORS[attempt.code]
        return {"status": "ERROR", "error": error, "payload": payload}
    images = [
        {"url": output.uri, "content_type": _content_type(output.file_name),
         "file_name": output.file_name, "width": output.width, "height": output.height}
        for output in attempt.outputs
    ]  # fmt: skip
    return {"status": "OK", "error": None, "payload": _payload(attempt, images)}


def _content_type(file_name: str | None) -> str:
    return "image/jpeg" if (file_name or "").endswith(".jpeg") else "image/png"


def _payload(attempt: Attempt, images: list[dict[str, Any]]) -> dict[str, Any]:
    if attempt.tier == "upscale":
        return {"image": images[0], "seed": attempt.seed, "timings": _timings(attempt)}
    if attempt.model.model_id != "fal-ai/flux/dev":
        return {"images": images, "description": ""}
    return {
        "images": images,
        "seed": attempt.seed,
        "prompt": attempt.prompt,
        "has_nsfw_concepts": [output.blocked for output in attempt.outputs],
        "timings": _timings(attempt),
    }


def _timings(attempt: Attempt) -> dict[str, float]:
    return {"inference": (attempt.completed_at - attempt.started_at).total_seconds()}
