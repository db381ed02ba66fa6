"""Adobe Firefly: jobs. They carry no time and no cost: credits stand in the admin console alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar

from ingest.source import Guess
from ingest.sources.parts.operations import inputs_of, operation_of
from ingest.sources.parts.payloads import CAMEL, Payload
from ingest.sources.parts.recorded import Call, RecordedSource

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ingest.sources.parts.flat import Constants, Fields, KnownBy, Words

VIDEO = re.compile(r"/videos?/")
JOB_KEYS = {"jobId", "statusUrl"}


class Place(Payload):
    """Where a file is."""

    model_config = CAMEL

    url: str | None = None


class Output(Payload):
    """One output."""

    model_config = CAMEL

    seed: str | None = None
    image: Place | None = None
    video: Place | None = None


class Size(Payload):
    """Pixels."""

    model_config = CAMEL

    width: int | None = None
    height: int | None = None


class Result(Payload):
    """What came of a job."""

    model_config = CAMEL

    size: Size | None = None
    outputs: tuple[Output, ...] | None = None


class Job(Payload):
    """A job; the answer to a submission has no status."""

    model_config = CAMEL

    job_id: str
    status: str | None = None
    result: Result | None = None
    error_code: str | None = None

    @property
    def state(self) -> str:
        """A submission's answer has no status."""
        return self.status or "pending"


class JobCall(Call):
    """The same with what was recorded of the call."""

    answer: Job


class Firefly(RecordedSource):
    """Reads them."""

    name = "firefly"
    title = "Adobe Firefly jobs"
    origin = "provider"
    where = (
        "The answers of POST /v3/images/generate-async and GET /v3/status/… that your own code "
        "stores, with the times around them: the answers have none."
    )
    evidence = "documented examples; of the statuses only succeeded, running and failed were seen"
    guesses = (
        Guess("status.cancel_pending", "running", "what the status cancel_pending means"),
        Guess("status.canceled", "canceled", "what the status canceled means"),
    )
    payload = JobCall
    addresses = re.compile(r"^\w+://(?:firefly[\w.-]*\.adobe\.io|[\w.-]*firefly[\w.-]*)/")
    media_calls = re.compile(r"^$|/v\d/(?!storage)")
    known_by: ClassVar[KnownBy] = {
        "Firefly jobs (job_id, status, result)": {"jobId", "status"},
        "submissions to Firefly (job_id, statusUrl)": JOB_KEYS,
    }
    fields: ClassVar[Fields] = {
        "source_id": "answer.job_id",
        "status": "answer.state",
        "error_code": "answer.error_code",
    }
    statuses: ClassVar[Words] = {
        "pending": "running",
        "running": "running",
        "succeeded": "succeeded",
        "failed": "failed",
        "cancel_pending": "running",
        "canceled": "canceled",
    }
    constants: ClassVar[Constants] = {"channel": "adobe", "provider": "adobe"}

    def asked(self, call: Any) -> Mapping[str, Any]:
        """What was asked for; the model is a header's, else the service itself."""
        given = call.request or {}
        if not given:
            return {}
        clip = VIDEO.search(call.path) is not None
        model = "firefly-video" if clip else "firefly-image"
        return {"model": model, "operation": operation_of(model, inputs_of(given), clip=clip)}

    def derived(self, payload: Any) -> Mapping[str, Any]:
        """The seed of the first output."""
        made = payload.answer.result.outputs if payload.answer.result else None
        return {"seed": made[0].seed if made else None}

    def outputs(self, payload: Any) -> list[dict[str, Any]] | None:
        """The files, all of one size."""
        result = payload.answer.result or Result()
        size = result.size or Size()
        return [
            {
                "uri": (each.image or each.video or Place()).url,
                "width": size.width,
                "height": size.height,
            }
            for each in result.outputs or ()
        ]
