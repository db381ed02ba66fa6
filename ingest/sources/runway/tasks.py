"""Tasks of Runway's API. They say when they were made, never when they were done.

`THROTTLED` is the queue of one's own tier. What a task cost in the end stands in `cost`, in
credits; 0 where all of it was refunded. A moderated task costs what a good one does.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar

from data.warehouse.records import Quantity
from ingest.sources.parts.failures import ending_of
from ingest.sources.parts.operations import inputs_of, operation_of
from ingest.sources.parts.payloads import CAMEL, Payload, Rfc3339, text_of
from ingest.sources.parts.recorded import Call, RecordedSource
from ingest.sources.parts.requests import known

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ingest.sources.parts.flat import Constants, Fields, KnownBy, Words

STEP = re.compile(r"/v\d/([a-z_]+)$")
NOT_RUNWAY = {"generatedImages", "modelId", "prompt"}
CLIPS = re.compile(r"video|upscale")


class Task(Payload):
    """A task; the answer to a submission is its id alone."""

    model_config = CAMEL

    id: str
    status: str | None = None
    created_at: Rfc3339 = None
    failure: str | None = None
    failure_code: str | None = None
    cost: Quantity = None
    output: tuple[str, ...] | None = None

    @property
    def state(self) -> str:
        """A submission's answer has no status."""
        return self.status or "PENDING"


class TaskCall(Call):
    """The same with what was recorded of the call."""

    answer: Task


class Tasks(RecordedSource):
    """Reads them."""

    name = "runway"
    title = "Runway API"
    origin = "provider"
    where = "-"
    payload = TaskCall
    addresses = re.compile(r"^\w+://api[\w.-]*\.runwayml\.com/")
    media_calls = re.compile(r"^$|/v\d/(?!organization|uploads)")
    known_by: ClassVar[KnownBy] = {
        "tasks of Runway's API (id, status, createdAt)": {"id", "status", "createdAt"}
    }
    fields: ClassVar[Fields] = {
        "source_id": "answer.id",
        "status": "answer.state",
        "submitted_at": "answer.created_at",
        "credits": "answer.cost",
        "error_code": "answer.failure_code",
    }
    statuses: ClassVar[Words] = {
        "PENDING": "running",
        "THROTTLED": "running",
        "RUNNING": "running",
        "SUCCEEDED": "succeeded",
        "FAILED": "failed",
        "CANCELLED": "canceled",
    }
    constants: ClassVar[Constants] = {"channel": "runway", "provider": "runway", "account": "api"}

    def claim(self, document: Any) -> str | None:
        """A bare task's status is written in capitals."""
        found = super().claim(document)
        if not found or "uri" in document or "url" in document:
            return found
        answer = document.get("response_body", document)
        capitals = text_of(answer.get("status")).isupper()
        return found if capitals and NOT_RUNWAY.isdisjoint(answer) else None

    def asked(self, call: Any) -> Mapping[str, Any]:
        """What was asked for, by the address and what was sent along."""
        given, step = call.request or {}, STEP.search(call.path)
        if not given or step is None:
            return {}
        clip = CLIPS.search(step[1]) is not None
        operation = operation_of(text_of(given.get("model")), inputs_of(given), clip=clip)
        sound = given.get("audio")
        words = {True: "audio", False: "silent"}.get(sound) if isinstance(sound, bool) else None
        size = given.get("resolution")
        return {
            "operation": "upscale" if "upscale" in step[1] else operation,
            "variant": " ".join(e for e in (size, words) if isinstance(e, str)) or None,
        }

    def derived(self, payload: Any) -> Mapping[str, Any]:
        """Whether a filter stopped it: codes that begin with SAFETY."""
        answer = payload.answer
        if answer.status != "FAILED":
            return {}
        return known({"status": ending_of(f"{answer.failure_code} {answer.failure}")})

    def outputs(self, payload: Any) -> list[dict[str, Any]] | None:
        """The files, by addresses that live a day or two."""
        return [{"uri": each} for each in payload.answer.output or ()]
