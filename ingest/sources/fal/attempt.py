"""One fal delivery as records.

A body carries neither time nor price. The time comes from the receiver (`submitted.submitted_at`,
`received_at`; UTC where they have no offset), from fal's timestamp header, or from --submitted-at.
Whatever comes first of a request is nearest to the truth: its queue answer to the submission, of
several deliveries the first to the end. `timings.inference` is rendering alone: it places the
start, never the submission.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from data.warehouse.records import Asset, Attempt
from ingest.source import Ignored, Opened, Refused
from ingest.sources.fal.billing import OWN_UNIT
from ingest.sources.fal.payload import SIZES, Delivery, File, Result, Submitted
from ingest.sources.parts.labels import labelled
from ingest.sources.parts.operations import (
    CLIP_NAMES,
    NAMES_OPERATION,
    first_of,
    inputs_of,
    operation_of,
    seconds_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from data.warehouse.records import Record

COUNTS = ("num_images", "num_videos", "n")
NO_TIME = (
    "no time: a fal webhook body carries none. Store a received_at beside it, or pass "
    "--submitted-at"
)


def records(delivery: Delivery, file: Opened) -> Iterator[Record]:
    """The attempt, then one asset per output.

    Raises Ignored for an answer without media, Refused without an id or any time.
    """
    body, result = delivery.body, delivery.body.payload or Result()
    if body.status == "OK" and body.payload and not result.is_media:
        raise Ignored("no media in the answer")
    if not body.request_id:
        raise Refused("no request_id: without it a fal answer belongs to no request")
    asked = delivery.submitted or Submitted()
    yield Attempt(
        source="fal",
        source_id=body.request_id,
        channel="fal",
        **_fields(delivery, asked, result, file),
    )
    for index, (output, is_black) in enumerate(result.outputs):
        yield Asset(
            source="fal",
            attempt_id=body.request_id,
            output_index=index,
            uri=output.url,
            file_name=output.file_name,
            mime=output.content_type,
            width=output.width,
            height=output.height,
            seconds=output.duration,
            blocked=is_black,
        )


def _fields(delivery: Delivery, asked: Submitted, result: Result, file: Opened) -> dict[str, Any]:
    given = asked.arguments or {}
    inputs = inputs_of(given)
    model = asked.endpoint_id or delivery.body.endpoint_id
    width, height = _size(given)
    clip = any(map(_is_clip, result.files)) if result.files else None
    told = bool(given) or NAMES_OPERATION.search(model or "")
    seed = result.seed or first_of(given, ("seed",), int, str)
    addresses = tuple(each.url for each in result.files if each.url)
    fields = {
        **delivery.body.outcome,
        **_times(delivery, asked, result, file),
        "provider": (model or "").partition("/")[0].removesuffix("-ai") or None,
        "model": model,
        "variant": first_of(given, ("resolution", "quality"), str),
        "operation": operation_of(model, inputs, clip=clip) if told else None,
        "output_uris": addresses or None,
        "seed": None if seed is None else str(seed),
        "requested_width": width,
        "requested_height": height,
        "requested_seconds": seconds_of(given),
        "n_requested": first_of(given, COUNTS, int) or len(result.files) or None,
        "prompt": first_of(given, ("prompt",), str) or result.prompt,
        "provider_request_id": delivery.body.request_id,
        "units": delivery.billable_units,
        "unit": None if delivery.billable_units is None else OWN_UNIT,
    }
    return labelled(fields, asked.labels, inputs.addresses)


def _times(delivery: Delivery, asked: Submitted, result: Result, file: Opened) -> dict[str, Any]:
    """When it was seen stands for a submission that nobody noted, and for the end."""
    seen_at = delivery.seen_at or (None if asked.submitted_at else file.submitted_at)
    submitted_at = asked.submitted_at or seen_at
    if submitted_at is None:
        raise Refused(NO_TIME)
    times = {"submitted_at": submitted_at, "seen_at": seen_at}
    if delivery.seen_at is None or delivery.body.status not in {"OK", "ERROR"}:
        return times
    render_s = result.timings.inference if result.timings else None
    started_at = None if render_s is None else delivery.seen_at - timedelta(seconds=render_s)
    return times | {"started_at": started_at, "completed_at": delivery.seen_at}


def _size(given: Mapping[str, Any]) -> tuple[int | None, int | None]:
    """Width and height asked for: by name, as an object, or as two arguments."""
    named = first_of(given, ("image_size",), dict, str)
    if isinstance(named, str):
        return SIZES.get(named, (None, None))
    exact = named or given
    return first_of(exact, ("width",), int), first_of(exact, ("height",), int)


def _is_clip(output: File) -> bool:
    kind = output.content_type or ""
    return kind.startswith("video/") or CLIP_NAMES.search(output.url or "") is not None
