"""Jobs of the Videos API (Sora), which OpenAI shut in September 2026 and resellers still serve."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar

from ingest.sources.openai.channel import API, channel_of
from ingest.sources.parts.failures import ending_of
from ingest.sources.parts.payloads import EpochSeconds, Length, Payload
from ingest.sources.parts.recorded import Call, RecordedSource
from ingest.sources.parts.requests import known, size_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ingest.sources.parts.flat import Constants, Fields, KnownBy, Words


class Complaint(Payload):
    """Why a job failed."""

    code: str | None = None
    message: str | None = None


class Video(Payload):
    """A job."""

    id: str
    status: str
    model: str | None = None
    seconds: Length = None
    size: str | None = None
    created_at: EpochSeconds = None
    completed_at: EpochSeconds = None
    error: Complaint | None = None
    remixed_from_video_id: str | None = None


class VideoCall(Call):
    """A job with what was recorded of the call."""

    answer: Video


class Videos(RecordedSource):
    """Reads them."""

    name = "openai"
    title = "OpenAI videos"
    origin = "provider"
    where = "-"
    payload = VideoCall
    addresses = re.compile(API + r".*/v1/videos(?:/[^/?]+)?(?:/remix)?(?:\?|$)")
    known_by: ClassVar[KnownBy] = {
        "jobs of the Videos API (object: video)": {"id", "object", "seconds", "status"}
    }
    fields: ClassVar[Fields] = {
        "source_id": "answer.id",
        "status": "answer.status",
        "submitted_at": "answer.created_at",
        "completed_at": "answer.completed_at",
        "model": "answer.model",
        "requested_seconds": "answer.seconds",
        "error_code": "answer.error.code",
    }
    statuses: ClassVar[Words] = {
        "queued": "running",
        "in_progress": "running",
        "completed": "succeeded",
        "failed": "failed",
        "cancelled": "canceled",
    }
    constants: ClassVar[Constants] = {"provider": "openai"}

    def asked(self, call: Any) -> Mapping[str, Any]:
        """The channel is the host's: the same answers come from resellers."""
        return {"channel": channel_of(call.uri)}

    def derived(self, payload: Any) -> Mapping[str, Any]:
        """Size, lineage, and whether a filter stopped it."""
        answer = payload.answer
        width, height = size_in(answer.size)
        why = answer.error or Complaint()
        remixed = answer.remixed_from_video_id
        failed = {"status": ending_of(f"{why.code} {why.message}"), "n_outputs": 0}
        return known(
            failed if answer.status == "failed" else {},
            {
                "operation": "video_edit" if remixed else None,
                "requested_width": width,
                "requested_height": height,
                "n_outputs": 1 if answer.status == "completed" else None,
                "parent_asset_ids": (f"{remixed}#0",) if remixed else None,
            },
        )
