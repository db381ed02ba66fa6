"""One Seedance task as records.

Size, length and tokens of the clip are what the answer says, never what was asked for: that is only
known where the request was kept, and is set beside it. An answer does not say
what was sent along: without the request or parents it counts as text-to-video. Completion is the
last change of a finished task, so latency includes the queue. Addresses live 24 hours; a success
without one may have been changed since, so it holds the latest its end can have been.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from data.warehouse.records import Asset, Attempt
from ingest.source import Refused
from ingest.sources.ark.payload import (
    STATUSES,
    Asked,
    Problem,
    Result,
    Task,
    Usage,
    clip_size,
)
from ingest.sources.parts.labels import labelled, parents_of
from ingest.sources.parts.operations import Inputs, inputs_of, operation_of, seconds_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.warehouse.records import Record

SOUND_PRICED = "seedance-1-5"
"""The model whose price depends on whether sound is made."""


def channel_of(model: str | None) -> str:
    """Who bills: Volcengine in China (`doubao-…`), BytePlus elsewhere."""
    return "volcengine" if "doubao" in (model or "") else "byteplus"


def is_clip_model(model: str | None) -> bool:
    """Whether it makes clips; any other model of Ark makes pictures."""
    return "seedance" in (model or "")


def records(document: dict[str, Any]) -> Iterator[Record]:
    """The attempt and, once it succeeded, its clip."""
    task, asked = Task.model_validate(document), Asked.of(document)
    if task.created is None:
        raise Refused(f"no created_at, and the id {task.id} holds no time")
    fields = labelled(_fields(task, asked), asked.labels, inputs_of(asked.inputs).addresses)
    yield Attempt(
        source="ark",
        source_id=task.id,
        channel=channel_of(task.model),
        provider="bytedance",
        **fields,
    )
    if uri := _uri(task):
        width, height = task.size
        yield Asset(
            source="ark",
            attempt_id=task.id,
            uri=uri,
            seconds=task.seconds,
            width=width,
            height=height,
        )


def _fields(task: Task, asked: Asked) -> dict[str, Any]:
    uri, ended = _uri(task), STATUSES[task.status] != "running"
    width, height = clip_size(asked.resolution, asked.ratio)
    return {
        **_outcome(task, uri),
        "submitted_at": task.created,
        "completed_at": task.updated_at if ended else None,
        "updated_at": task.updated_at,
        "seen_at": task.updated_at if task.status == "succeeded" and not uri else None,
        "model": task.model,
        "variant": _variant(task),
        "operation": _operation(task, asked, inputs_of(asked.inputs)),
        "output_uris": (uri,) if uri else None,
        "parent_asset_ids": (f"{task.draft_task_id}#0",) if task.draft_task_id else None,
        "seed": task.seed,
        "requested_width": width,
        "requested_height": height,
        "requested_seconds": seconds_of(asked.inputs),
        "prompt": asked.prompt,
        "provider_request_id": task.id,
        "tokens_video_out": (task.usage or Usage()).completion_tokens,
        "tags": _tags(task),
    }


def _uri(task: Task) -> str | None:
    return (task.content or Result()).uri


def _outcome(task: Task, uri: str | None) -> dict[str, Any]:
    """A success whose address is gone still made its clip; how many outputs it had is not said."""
    error = task.error or Problem()
    found: dict[str, Any] = {"status": STATUSES[task.status], "raw_status": task.status}
    if found["status"] == "failed":
        status = "blocked" if error.is_policy else "failed"
        return found | {"status": status, "n_outputs": 0, "error_code": error.code}
    return found | ({"n_outputs": 1} if uri else {})


def _operation(task: Task, asked: Asked, inputs: Inputs) -> str:
    animates = inputs.pictures or bool(parents_of(asked.labels.get("parents")))
    return operation_of(task.model, Inputs(animates, inputs.clips, ()), clip=True)


def _variant(task: Task) -> str | None:
    """Resolution, then what else decides the price: sound for one model, the cheaper queue."""
    sound = None
    if SOUND_PRICED in (task.model or "") and task.generate_audio is not None:
        sound = "audio" if task.generate_audio else "silent"
    return " ".join(filter(None, (task.resolution, sound, _tier(task)))) or None


def _tier(task: Task) -> str | None:
    return None if task.service_tier in {None, "default"} else task.service_tier


def _tags(task: Task) -> tuple[str, ...] | None:
    sound = None if task.generate_audio is None else str(task.generate_audio).lower()
    named = {
        "service_tier": _tier(task),
        "generate_audio": sound,
        "draft": "true" if task.draft else None,
    }
    return tuple(f"{name}:{value}" for name, value in named.items() if value) or None
