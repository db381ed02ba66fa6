"""Veo: a long-running operation, submitted once and polled until it is done.

Only the submission knows prompt, length and time, only the last poll the clips; they come together
on merging. The field names are the documented ones; Google publishes no recorded traffic.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AliasChoices, Field

from data.warehouse.records import Asset, Attempt
from ingest.source import Refused
from ingest.sources.gemini.content import UNKNOWN, ending_of
from ingest.sources.gemini.payload import Envelope, Failure, GooglePayload, model_in
from ingest.sources.parts.labels import labelled
from ingest.sources.parts.operations import Inputs, media, operation_of
from ingest.sources.parts.payloads import Body, Rfc3339, decoded, http_date

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.warehouse.records import Record
    from ingest.source import Opened

POLLED = re.compile(r"/operations/|:fetchPredictOperation")
NAME = re.compile(r"(?:^|/)models/[^/]+/operations/[^/]+$")
REFUSED = re.compile(r"usage guidelines|responsible ai|safety|prohibited", re.IGNORECASE)


class Samples(GooglePayload):
    """The clips, by address (`video.uri`, `gcsUri`) or inline, and what was held back."""

    clips: tuple[dict[str, Any], ...] | None = Field(
        None, validation_alias=AliasChoices("generatedSamples", "generatedVideos", "videos")
    )
    rai_media_filtered_count: int | None = None
    generate_video_response: Samples | None = None


class Progress(GooglePayload):
    """When the operation was made and last changed, where it says so."""

    create_time: Rfc3339 = None
    update_time: Rfc3339 = None
    generic_metadata: Progress | None = None


class Operation(GooglePayload):
    """The operation as the submission or a poll returned it."""

    name: str
    metadata: Progress | None = None
    done: bool | None = None
    response: Samples | None = None
    error: Failure | None = None


class Instance(GooglePayload):
    """One prompt with its pictures."""

    prompt: str | None = None
    image: dict[str, Any] | None = None
    video: dict[str, Any] | None = None
    reference_images: tuple[dict[str, Any], ...] | None = None


class Parameters(GooglePayload):
    """What was asked for."""

    sample_count: int | None = None
    duration_seconds: float | None = None
    resolution: str | None = None
    seed: str | None = None


class Submission(GooglePayload):
    """The body of `:predictLongRunning`."""

    instances: tuple[Instance, ...] | None = None
    parameters: Parameters | None = None
    labels: dict[str, Any] | None = None


class VideoExchange(Envelope):
    """A submission or a poll as an HTTP recorder wrote it."""

    submission: Annotated[Submission | None, Body] = Field(None, validation_alias="request_body")
    operation: Annotated[Operation, Body] = Field(validation_alias="response_body")


def operation_name(document: Any) -> str | None:
    """The operation's name, where the document is one or holds one as `response_body`."""
    body = decoded(document.get("response_body", document)) if isinstance(document, dict) else None
    name = body.get("name") if isinstance(body, dict) else None
    return name if isinstance(name, str) and NAME.search(name) else None


def records(document: dict[str, Any], file: Opened) -> Iterator[Record]:
    """The attempt as far as it has come, and its clips."""
    whole = document if "response_body" in document else {"response_body": document}
    exchange = VideoExchange.model_validate(whole)
    operation = exchange.operation
    identity = operation.name.rsplit("/", 1)[1]
    asked = exchange.submission or Submission()
    instance = (asked.instances or (Instance(),))[0]
    wanted = asked.parameters or Parameters()
    pictures = bool(instance.image or instance.reference_images)
    inputs = Inputs(pictures, bool(instance.video), ())
    model = model_in(operation.name)
    clips = _clips(operation)
    fields = {
        **_times(exchange, file),
        **_outcome(operation, clips),
        "model": model,
        "variant": wanted.resolution,
        "seed": wanted.seed,
        "requested_seconds": wanted.duration_seconds,
        "n_requested": wanted.sample_count,
        "operation": operation_of(model, inputs, clip=True) if asked.instances else None,
        "prompt": instance.prompt,
        "provider_request_id": identity,
    }
    yield Attempt(
        source="gemini", source_id=identity, channel="google", provider="google",
        **labelled(fields, asked.labels),
    )  # fmt: skip
    for index, clip in enumerate(clips):
        uri = next(iter(media(clip)), None)
        yield Asset(source="gemini", attempt_id=identity, output_index=index, uri=uri)


def _clips(operation: Operation) -> tuple[dict[str, Any], ...]:
    response = operation.response or Samples()
    return (response.generate_video_response or response).clips or ()


def _times(exchange: VideoExchange, file: Opened) -> dict[str, Any]:
    """When it was seen stands for a time that nobody said.

    Neither when a poll was sent nor its `server-timing` is a time of the clip.
    """
    operation = exchange.operation
    progress = operation.metadata or Progress()
    progress = progress.generic_metadata or progress
    seen_at = exchange.completed_at or http_date(exchange.headers)
    is_poll = POLLED.search(exchange.uri or "") is not None
    known_at = (None if is_poll else exchange.submitted_at) or progress.create_time
    submitted_at = known_at or seen_at or file.submitted_at
    if submitted_at is None:
        raise Refused(
            "no time: log the submission too, with its `date` header, or pass --submitted-at"
        )
    return {
        "submitted_at": submitted_at,
        "completed_at": (progress.update_time or seen_at) if operation.done else None,
        "seen_at": seen_at or (None if known_at else submitted_at),
    }


def _outcome(operation: Operation, clips: tuple[dict[str, Any], ...]) -> dict[str, Any]:
    if not operation.done:
        return {"status": "running"}
    response = operation.response or Samples()
    held_back = (response.generate_video_response or response).rai_media_filtered_count
    if clips:
        return {"status": "succeeded", "n_outputs": len(clips), "raw_status": "done"}
    error = operation.error
    if error is None:
        status, code = ("blocked", "RAI_MEDIA_FILTERED") if held_back else ("failed", "NO_VIDEO")
        return {"status": status, "n_outputs": 0, "raw_status": "done", "error_code": code}
    status = "blocked" if REFUSED.search(error.message or "") else ending_of(str(error.code))
    ended = UNKNOWN if status == "unknown" else {"status": status, "n_outputs": 0}
    return {**ended, "raw_status": "error", "error_code": error.status or str(error.code)}
