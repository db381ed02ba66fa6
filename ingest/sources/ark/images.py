"""One Seedream answer as records, or the error in place of an answer or of a task.

Of a sequence single images may be missing, each with its own error. A filtered one is a blocked
output that cost nothing (weight 0), for only `generated_images` are billed. The answer has no id:
it is the request's where the log keeps one, else the hash of the content. An error names neither
model nor time: both come from what was recorded with it.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from data.warehouse.records import Asset, Attempt
from ingest.source import Item, Opened, Refused
from ingest.sources.ark.payload import Asked, Picture, Pictures, Problem, Usage, width_height
from ingest.sources.ark.tasks import channel_of, is_clip_model
from ingest.sources.parts.labels import labelled
from ingest.sources.parts.operations import inputs_of, operation_of
from ingest.sources.parts.payloads import content_id

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from data.warehouse.records import Record

NO_TIME = (
    "no created: an image answer carries one. Of an error have the recorder keep the `date` header "
    "or a `submitted_at`, or pass --submitted-at"
)


def records(item: Item, file: Opened) -> Iterator[Record]:
    """The attempt, then one asset per image that came."""
    answer, asked = Pictures.model_validate(item.value), Asked.of(item.value)
    model, error = answer.model or asked.model, answer.error or Problem()
    request_id = asked.request_id or error.request_id
    identity = request_id or content_id(item)
    outputs = _outputs(answer)
    addresses = tuple(each.url for each in outputs if each.url)
    inputs, usage = inputs_of(asked.inputs), answer.usage or Usage()
    width, height = width_height(asked.size)
    fields = {
        **_times(answer, asked, file),
        **_outcome(answer, outputs),
        "model": model,
        "variant": None if width else asked.size,
        "operation": operation_of(model, inputs, clip=is_clip_model(model)),
        "output_uris": addresses if addresses and len(addresses) == len(outputs) else None,
        "requested_width": width,
        "requested_height": height,
        "n_requested": asked.n or len(answer.data or ()) or None,
        "prompt": asked.prompt,
        "provider_request_id": request_id,
        "tokens_image_out": usage.output_tokens,
        "units": usage.generated_images,
        "unit": None if usage.generated_images is None else "image",
    }
    yield Attempt(
        source="ark",
        source_id=identity,
        channel=channel_of(model),
        provider="bytedance",
        **labelled(fields, asked.labels, inputs.addresses),
    )
    yield from _assets(identity, outputs)


def _assets(identity: str, outputs: list[Picture]) -> Iterator[Asset]:
    filtered = any(picture.error for picture in outputs)
    for index, picture in enumerate(outputs):
        width, height = width_height(picture.size)
        yield Asset(
            source="ark",
            attempt_id=identity,
            output_index=index,
            uri=picture.url,
            width=width,
            height=height,
            blocked=picture.error is not None if filtered else None,
            weight=Decimal(picture.error is None) if filtered else None,
        )


def _times(answer: Pictures, asked: Asked, file: Opened) -> dict[str, datetime | None]:
    """`created` is the answer's time, to the second."""
    otherwise = answer.created or asked.sent_at or file.submitted_at
    submitted_at = asked.submitted_at or otherwise
    if submitted_at is None:
        raise Refused(NO_TIME)
    after = answer.created and answer.created > submitted_at
    return {
        "submitted_at": submitted_at,
        "completed_at": answer.created if after else None,
        "seen_at": None if asked.submitted_at else otherwise,
    }


def _outputs(answer: Pictures) -> list[Picture]:
    """The images that came, with those that a filter held back; none where nothing came at all."""
    found = [
        each for each in answer.data or () if each.is_made or (each.error and each.error.is_policy)
    ]
    return found if any(each.is_made for each in found) else []


def _outcome(answer: Pictures, outputs: list[Picture]) -> dict[str, Any]:
    errors = (answer.error, *(each.error for each in answer.data or ()))
    problems = [error for error in errors if error]
    code = next((each.code for each in problems if each.code), None)
    if outputs:
        return {"status": "succeeded", "n_outputs": len(outputs), "error_code": code}
    blocked = bool(problems) and all(each.is_policy for each in problems)
    status = "blocked" if blocked else "failed"
    return {"status": status, "n_outputs": 0, "error_code": code or "NO_OUTPUT"}
