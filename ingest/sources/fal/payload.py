"""fal's webhook bodies and queue answers, and the envelope a receiver puts around them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Literal

from pydantic import AliasChoices, Field

from data.warehouse.records import Seconds
from ingest.formats.file_names import name_in, without_masks
from ingest.sources.parts.payloads import Length, Noted, Payload, header, http_date

State = Literal["OK", "ERROR", "IN_QUEUE", "IN_PROGRESS", "COMPLETED"]
STATUSES = {
    "OK": "succeeded",
    "ERROR": "failed",
    "IN_QUEUE": "running",
    "IN_PROGRESS": "running",
    "COMPLETED": "unknown",
}
SIZES = {
    "square_hd": (1024, 1024),
    "square": (512, 512),
    "portrait_4_3": (768, 1024),
    "portrait_16_9": (576, 1024),
    "landscape_4_3": (1024, 768),
    "landscape_16_9": (1024, 576),
}
"""fal's names for image sizes, width and height."""
POLICY = re.compile(r"content_policy|nsfw|flagged|safety|moderat", re.IGNORECASE)
QUEUE = re.compile(r"https://queue\.fal\.run/(.+)/requests/([^/?]+)")


class File(Payload):
    """One output."""

    url: str | None = None
    width: int | None = None
    height: int | None = None
    content_type: str | None = None
    file_name: str | None = None
    duration: Length = None


class Timings(Payload):
    """Seconds of rendering."""

    inference: Seconds = None


class Result(Payload):
    """A model's answer: lists of files or single ones, by kind."""

    images: tuple[File | None, ...] | None = None
    videos: tuple[File | None, ...] | None = None
    image: File | None = None
    video: File | None = None
    audio: File | None = None
    has_nsfw_concepts: tuple[bool | None, ...] | None = None
    seed: str | None = None
    prompt: str | None = None
    timings: Timings | None = None
    detail: Any = None
    """Of an error: text, or a list of objects with `type` and `msg`."""

    @property
    def outputs(self) -> list[tuple[File, bool | None]]:
        """The files in the order given, and whether the filter blacked each out, where it says."""
        single = (self.image, self.video, self.audio)
        given = [each for each in (*(self.images or ()), *(self.videos or ()), *single) if each]
        flags = dict(enumerate(self.has_nsfw_concepts or ()))
        named = ((each.file_name or name_in(each.url or ""), each) for each in given)
        return without_masks(
            (name, (file, flags.get(place))) for place, (name, file) in enumerate(named)
        )

    @property
    def files(self) -> list[File]:
        """The outputs. What the filter blacked out is delivered and billed too."""
        return [file for file, _ in self.outputs]

    @property
    def is_black(self) -> bool:
        """Whether the filter blacked out all of them."""
        return all(flag for _, flag in self.outputs)

    @property
    def is_media(self) -> bool:
        """Whether it names any kind of file, an empty list too."""
        return bool(self.model_fields_set & {"images", "videos", "image", "video", "audio"})


class Body(Payload):
    """A webhook body, or what the queue answered on submission or to a poll."""

    status: State
    given_id: str | None = Field(None, validation_alias="request_id")
    payload: Result | None = None
    error: str | None = None
    response_url: str | None = None

    @property
    def request_id(self) -> str:
        """Stays the same when fal retries or delivers again; `gateway_request_id` does not."""
        found = QUEUE.match(self.response_url or "")
        return self.given_id or (found[2] if found else "")

    @property
    def endpoint_id(self) -> str | None:
        """As far as the queue's address names it: the part after the application is left off."""
        found = QUEUE.match(self.response_url or "")
        return found[1] if found else None

    @property
    def outcome(self) -> dict[str, Any]:
        """Status, number of outputs, error. COMPLETED covers failures too: only webhooks tell."""
        found: dict[str, Any] = {"status": STATUSES[self.status], "raw_status": self.status}
        result, files = self.payload, self.payload.files if self.payload else []
        if self.status == "ERROR":
            status = "blocked" if POLICY.search(self._complaints) else "failed"
            return found | {"status": status, "n_outputs": 0, "error_code": self._error_code}
        if self.status != "OK" or result is None:
            return found
        if not files:
            return found | {"status": "failed", "n_outputs": 0, "error_code": "NO_OUTPUT"}
        if result.is_black:
            found |= {"status": "blocked", "error_code": "has_nsfw_concepts"}
        return found | {"n_outputs": len(files)}

    @property
    def _complaints(self) -> str:
        return f"{self.error} {self.payload.detail if self.payload else ''}"

    @property
    def _error_code(self) -> str | None:
        """The type of the first complaint, else how the error's text begins."""
        detail = self.payload.detail if self.payload else None
        first = detail[0] if isinstance(detail, list) and detail else None
        kind = first.get("type") if isinstance(first, dict) else None
        return kind if isinstance(kind, str) else (self.error or "")[:80] or None


class Submitted(Payload):
    """What the receiver knew of the request."""

    endpoint_id: str | None = None
    submitted_at: Noted = None
    arguments: dict[str, Any] | None = Field(
        None, validation_alias=AliasChoices("arguments", "input")
    )
    labels: dict[str, Any] | None = None


class Delivery(Payload):
    """A body with what the receiver noted beside it."""

    body: Body
    received_at: Noted = None
    headers: dict[str, Any] | None = None
    submitted: Submitted | None = None

    @property
    def billable_units(self) -> Decimal | None:
        """What the answer's header says is billed, in the endpoint's own unit."""
        written = header(self.headers, "x-fal-billable-units") or ""
        return Decimal(written) if re.fullmatch(r"\d{1,9}(?:\.\d{1,12})?", written) else None

    @property
    def seen_at(self) -> datetime | None:
        """When it came: the receiver's time, else the time that fal signed."""
        sent = header(self.headers, "x-fal-webhook-timestamp") or ""
        if self.received_at or not re.fullmatch(r"\d{10}", sent):
            return self.received_at or http_date(self.headers)
        return datetime.fromtimestamp(int(sent), UTC)
