"""Luma: generations. They say when they were made, not when they were done, nor what they cost."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar

from ingest.sources.parts.failures import ending_of
from ingest.sources.parts.operations import inputs_of, operation_of
from ingest.sources.parts.payloads import Payload, Rfc3339
from ingest.sources.parts.recorded import Call, RecordedSource
from ingest.sources.parts.requests import known

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ingest.sources.parts.flat import Constants, Fields, KnownBy, Words


class Assets(Payload):
    """The files of a generation."""

    video: str | None = None
    image: str | None = None


class Generation(Payload):
    """A generation."""

    id: str
    state: str
    created_at: Rfc3339 = None
    model: str | None = None
    failure_reason: str | None = None
    assets: Assets | None = None
    generation_type: str | None = None


class GenerationCall(Call):
    """The same with what was recorded of the call."""

    answer: Generation


class Luma(RecordedSource):
    """Reads them."""

    name = "luma"
    title = "Luma generations: objects, list pages, callbacks"
    origin = "provider"
    where = "GET /dream-machine/v1/generations, or what your callback_url receives."
    evidence = "the client's schema; no recorded generation"
    payload = GenerationCall
    addresses = re.compile(r"^\w+://[\w.-]*lumalabs\.ai/")
    media_calls = re.compile(r"^$|/generations")
    known_by: ClassVar[KnownBy] = {
        "Luma generations (id, state, assets)": {"id", "state", "assets", "created_at"}
    }
    page = "generations"
    fields: ClassVar[Fields] = {
        "source_id": "answer.id",
        "status": "answer.state",
        "submitted_at": "answer.created_at",
        "model": "answer.model",
    }
    statuses: ClassVar[Words] = {
        "queued": "running",
        "dreaming": "running",
        "completed": "succeeded",
        "failed": "failed",
    }
    constants: ClassVar[Constants] = {"channel": "luma", "provider": "luma"}

    def asked(self, call: Any) -> Mapping[str, Any]:
        """The resolution, which decides the price."""
        size = (call.request or {}).get("resolution")
        return {"variant": size if isinstance(size, str) else None}

    def derived(self, payload: Any) -> Mapping[str, Any]:
        """What was done, and why it failed."""
        answer, given = payload.answer, payload.request or {}
        kind, made = answer.generation_type or given.get("generation_type"), answer.assets
        clip = True if kind == "video" or (made and made.video) else None
        clip = False if kind == "image" or (made and made.image) else clip
        fields: dict[str, Any] = {}
        if clip is not None and given:
            fields["operation"] = operation_of(answer.model, inputs_of(given), clip=clip)
        if isinstance(kind, str) and kind.startswith("upscale"):
            fields["operation"] = "upscale"
        if answer.state == "failed":
            why = answer.failure_reason or ""
            fields |= {"status": ending_of(why), "error_code": why[:80] or None}
        return known(fields)

    def outputs(self, payload: Any) -> list[dict[str, Any]] | None:
        """The file."""
        made = payload.answer.assets or Assets()
        return [{"uri": each} for each in (made.video, made.image) if each]
