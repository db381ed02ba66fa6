"""xAI: Grok Imagine images and videos, and the image tool of its Responses.

What a call cost stands in `usage.cost_in_usd_ticks`; how many ticks a dollar has is a guess. A
video is submitted once and polled under its `request_id`, which the address of a poll holds, not
its body. Moderated videos are billed, and say so by `respect_moderation: false`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from ingest.source import Guess, Opened
from ingest.sources.parts.image_tools import ImageTool
from ingest.sources.parts.inline_files import sha256_of
from ingest.sources.parts.operations import inputs_of, operation_of
from ingest.sources.parts.payloads import Length, Payload, text_of
from ingest.sources.parts.recorded import Call, RecordedSource
from ingest.sources.parts.requests import known
from ingest.sources.parts.several_shapes import SeveralShapes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.warehouse.records import Origin
    from ingest.sources.parts.flat import Constants, Fields, KnownBy, Words

HOST = r"^\w+://[^/]*\bx\.ai(?=/)"
JOB = re.compile(r"/v1/videos/([\w-]{8,})$")
TICKS = Guess("ticks_per_usd", "10000000000", "how many of `cost_in_usd_ticks` are a dollar")
COST = {"cost_in_usd_ticks"}


class Usage(Payload):
    """What it cost."""

    cost_in_usd_ticks: Decimal | None = None


class Made(Payload):
    """An image or a clip."""

    url: str | None = None
    b64_json: str | None = None
    duration: Length = None
    respect_moderation: bool | None = None


class Pictures(Payload):
    """An answer with images."""

    model: str | None = None
    data: tuple[Made, ...] | None = None
    usage: Usage | None = None


class PicturesCall(Call):
    """The same with what was recorded of the call."""

    answer: Pictures


class Priced(RecordedSource):
    """What all shapes share: the channel, and the cost in ticks."""

    name = "xai"
    title = "xAI"
    origin = "provider"
    where = "-"
    guesses = (TICKS,)

    def found(self, payload: Any, file: Opened) -> dict[str, Any]:
        """The fields, with what the call cost."""
        ticks = payload.answer.usage.cost_in_usd_ticks if payload.answer.usage else None
        cost = None if ticks is None else ticks / Decimal(self.told(TICKS.name, file))
        paid = {"reported_cost": cost, "currency": None if cost is None else "USD"}
        return known(super().found(payload, file), paid)

    def asked(self, call: Any) -> Mapping[str, Any]:
        """What was asked for, and what decides its price."""
        given = call.request or {}
        sizes = (given.get(name) for name in ("resolution", "quality"))
        clip = "/videos" in call.path
        operation = operation_of(text_of(given.get("model")), inputs_of(given), clip=clip)
        return (
            {
                "channel": "xai",
                "provider": "xai",
                "variant": " ".join(each for each in sizes if isinstance(each, str)) or None,
                "operation": "edit" if call.path.endswith("images/edits") else operation,
            }
            if given
            else {"channel": "xai", "provider": "xai"}
        )


class Images(Priced):
    """Reads answers of `/v1/images/generations` and `/v1/images/edits`."""

    payload = PicturesCall
    addresses = re.compile(HOST + r".*/images/(?:generations|edits)(?:\?|$)")
    known_by: ClassVar[KnownBy] = {"answers with images and their cost in ticks": {"data", "usage"}}
    fields: ClassVar[Fields] = {"model": "answer.model"}
    constants: ClassVar[Constants] = {"status": "succeeded"}

    def claim(self, document: Any) -> str | None:
        """A bare answer is known by its cost."""
        found = super().claim(document)
        if not found or "uri" in document or "url" in document:
            return found
        answer = document.get("response_body", document)
        usage = answer.get("usage")
        return found if isinstance(usage, dict) and usage.keys() >= COST else None

    def outputs(self, payload: Any) -> list[dict[str, Any]] | None:
        """The images; one that moderation held back is none."""
        return [
            {
                "uri": each.url,
                "sha256": sha256_of(each.b64_json),
                "blocked": True if each.respect_moderation is False else None,
            }
            for each in payload.answer.data or ()
        ]


class Video(Payload):
    """A submission's answer or a poll's."""

    request_id: str | None = None
    status: str | None = None
    model: str | None = None
    video: Made | None = None
    usage: Usage | None = None


class VideoCall(Call):
    """The same with what was recorded of the call."""

    answer: Video

    @property
    def job(self) -> str | None:
        """The id, from the body or from the address."""
        found = JOB.search(self.path)
        return self.answer.request_id or (found[1] if found else None)

    @property
    def state(self) -> str:
        """The status; a submission's answer has none."""
        return self.answer.status or ("done" if self.answer.video else "pending")


class Videos(Priced):
    """Reads submissions and polls of videos."""

    payload = VideoCall
    addresses = re.compile(HOST + r".*/v1/videos(?:/|\?|$)")
    known_by: ClassVar[KnownBy] = {"polls of xAI's videos": {"request_id", "video", "model"}}
    fields: ClassVar[Fields] = {
        "source_id": "job",
        "status": "state",
        "model": "answer.model",
    }
    statuses: ClassVar[Words] = {
        "pending": "running",
        "done": "succeeded",
        "failed": "failed",
        "expired": "unknown",
    }

    def outputs(self, payload: Any) -> list[dict[str, Any]] | None:
        """The clip; one that moderation held back is none."""
        clip = payload.answer.video
        if clip is None:
            return []
        held_back = True if clip.respect_moderation is False else None
        return [{"uri": clip.url, "seconds": clip.duration, "blocked": held_back}]


class Responses(Priced, ImageTool):
    """The image tool as xAI offers it: the text model's tokens are in what it cost."""

    addresses = re.compile(HOST + r".*/responses(?:/[^/?]+)?(?:\?|$)")
    known_by: ClassVar[KnownBy] = {
        "responses with xAI's image tool": {"id", "object", "output", "tools"}
    }

    def claim(self, document: Any) -> str | None:
        """Only those of xAI's own models."""
        found = super().claim(document)
        body = document.get("response_body", document) if isinstance(document, dict) else {}
        return found if isinstance(body, dict) and "grok" in text_of(body.get("model")) else None


@dataclass(frozen=True)
class Xai(SeveralShapes):
    """Reads answers and recorded calls."""

    name: ClassVar[str] = "xai"
    title: ClassVar[str] = "xAI images, videos and image tool of Responses"
    origin: ClassVar[Origin] = "provider"
    where: ClassVar[str] = (
        "The answers your own code stores, with the request and the times around them; for videos "
        "the address too, which holds the id."
    )
    evidence: ClassVar[str] = "one recorded response; images and videos from documentation"
    guesses: ClassVar[tuple[Guess, ...]] = (TICKS,)
    shapes: ClassVar[tuple[RecordedSource, ...]] = (Images(), Videos(), Responses())
    ours: ClassVar[re.Pattern[str]] = re.compile(HOST)
