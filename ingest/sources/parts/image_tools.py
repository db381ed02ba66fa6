"""The image tool of a Responses API, as OpenAI made it and xAI offers it too.

One response is one attempt, its `image_generation_call`s are the outputs. The response's own model
and usage are those of the text model around the tool: they are no tokens of the picture, so the
picture is priced by the tool's model, quality and size.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from ingest.source import Ignored
from ingest.sources.parts.failures import ending_of
from ingest.sources.parts.inline_files import sha256_of
from ingest.sources.parts.payloads import EpochSeconds, Payload
from ingest.sources.parts.recorded import Call, RecordedSource
from ingest.sources.parts.requests import known, size_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ingest.source import Opened
    from ingest.sources.parts.flat import Fields, Words

CALL = "image_generation_call"
TOOL = "image_generation"


class Output(Payload):
    """One item of a response; only calls of the image tool are used."""

    type: str | None = None
    id: str | None = None
    status: str | None = None
    action: str | None = None
    quality: str | None = None
    size: str | None = None
    output_format: str | None = None
    result: str | None = None


class Tool(Payload):
    """A tool that was offered."""

    type: str | None = None
    model: str | None = None
    quality: str | None = None
    size: str | None = None
    n: int | None = None


class Ticks(Payload):
    """What xAI says a response cost."""

    cost_in_usd_ticks: Decimal | None = None


class Complaint(Payload):
    """Why a response ended early."""

    code: str | None = None
    message: str | None = None
    reason: str | None = None


class Response(Payload):
    """A response object."""

    id: str
    status: str
    model: str | None = None
    created_at: EpochSeconds = None
    completed_at: EpochSeconds = None
    output: tuple[Output, ...] | None = None
    tools: tuple[Tool, ...] | None = None
    usage: Ticks | None = None
    error: Complaint | None = None
    incomplete_details: Complaint | None = None
    service_tier: str | None = None
    metadata: Any = None

    @property
    def calls(self) -> list[Output]:
        """The calls of the image tool."""
        return [each for each in self.output or () if each.type == CALL]

    @property
    def tool(self) -> Tool | None:
        """The image tool as it was offered, with its model where one was named."""
        return next((each for each in self.tools or () if each.type == TOOL), None)


class ResponseCall(Call):
    """A response, bare or recorded."""

    answer: Response


class ImageTool(RecordedSource):
    """Base of such sources."""

    payload = ResponseCall
    fields: ClassVar[Fields] = {
        "source_id": "answer.id",
        "status": "answer.status",
        "submitted_at": "answer.created_at",
        "completed_at": "answer.completed_at",
        "error_code": ("answer.error.code", "answer.incomplete_details.reason"),
    }
    statuses: ClassVar[Words] = {
        "completed": "succeeded",
        "failed": "failed",
        "incomplete": "failed",
        "cancelled": "canceled",
        "queued": "running",
        "in_progress": "running",
    }
    labels = ("labels", "answer.metadata")

    def claim(self, document: Any) -> str | None:
        """By the address, else by a call of the image tool in a bare response."""
        found = super().claim(document)
        return found if found and _has_images(document) else None

    def found(self, payload: Any, file: Opened) -> dict[str, Any]:
        """The fields. Raises Ignored where the tool was offered and not used."""
        answer = payload.answer
        if not answer.calls and answer.status == "completed":
            raise Ignored("no media: the image tool was offered and not used")
        return known(super().found(payload, file), {"model": None}) | {
            "model": (answer.tool or Tool()).model or None
        }

    def derived(self, payload: Any) -> Mapping[str, Any]:
        """Quality and size, what was done, and the text model as a tag."""
        answer, tool = payload.answer, payload.answer.tool or Tool()
        call = next(iter(answer.calls), Output())
        width, height = size_in(tool.size)
        why = answer.error or answer.incomplete_details or Complaint()
        given = {
            "status": ending_of(f"{why.code} {why.reason} {why.message}"),
        }
        return known(
            given if answer.status in {"failed", "incomplete"} else {},
            {
                "variant": _variant(call, tool, payload.service_tier or answer.service_tier),
                "operation": {"edit": "edit", "generate": "text_to_image"}.get(call.action or ""),
                "n_requested": tool.n if tool.n and tool.n > 0 else None,
                "requested_width": width,
                "requested_height": height,
                "tags": (f"text_model:{answer.model}",) if answer.model else None,
            },
        )

    def outputs(self, payload: Any) -> list[dict[str, Any]] | None:
        """The pictures that came; a call that failed has none."""
        made = [each for each in payload.answer.calls if each.result or each.status == "completed"]
        return [_file(each) for each in made]


def _file(call: Output) -> dict[str, Any]:
    width, height = size_in(call.size)
    mime = f"image/{call.output_format}" if call.output_format else None
    return {"width": width, "height": height, "mime": mime, "sha256": sha256_of(call.result)}


def _variant(call: Output, tool: Tool, tier: str | None) -> str | None:
    """Quality and size as they came, else as asked for; "auto" says neither."""
    parts = (call.quality or tool.quality, call.size or tool.size, tier)
    return " ".join(each for each in parts if each not in {None, "auto", "default"}) or None


def _has_images(document: Any) -> bool:
    body = next(
        (document[n] for n in ("response_body", "response", "body") if n in document), document
    )
    body = body if isinstance(body, dict) else {}
    kinds = {TOOL, CALL}
    listed = [each for name in ("output", "tools") for each in _objects(body.get(name))]
    return any(each.get("type") in kinds for each in listed if isinstance(each.get("type"), str))


def _objects(value: Any) -> list[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
