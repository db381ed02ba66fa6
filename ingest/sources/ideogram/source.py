"""Ideogram: answers. An image that is not safe has no address; its slot is billed all the same."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar

from ingest.sources.parts.operations import first_of
from ingest.sources.parts.payloads import Payload, Rfc3339
from ingest.sources.parts.recorded import Call, RecordedSource
from ingest.sources.parts.requests import asked_for, known, size_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.warehouse.records import Operation
    from ingest.sources.parts.flat import Constants, Fields, KnownBy

MODEL = re.compile(r"/v\d/(ideogram-[\w.-]+)/")
OPERATIONS: dict[str, Operation] = {
    "generate": "text_to_image",
    "edit": "edit",
    "remix": "image_to_image",
    "reframe": "edit",
    "replace-background": "edit",
    "upscale": "upscale",
    "describe": "other",
}
SPEEDS = ("rendering_speed", "quality")


class Picture(Payload):
    """One image."""

    url: str | None = None
    seed: str | None = None
    resolution: str | None = None
    is_image_safe: bool | None = None
    prompt: str | None = None


class Pictures(Payload):
    """An answer."""

    created: Rfc3339 = None
    data: tuple[Picture, ...] | None = None


class PicturesCall(Call):
    """The same with what was recorded of the call."""

    answer: Pictures


class Ideogram(RecordedSource):
    """Reads them."""

    name = "ideogram"
    title = "Ideogram answers"
    origin = "provider"
    where = (
        "The answers your own code stores, with the request and the address, which name the model."
    )
    evidence = "hearsay; no payload and no schema was seen"
    payload = PicturesCall
    addresses = re.compile(r"^\w+://api[\w.-]*\.ideogram\.ai/")
    media_calls = re.compile(r"^$|/(?:generate|edit|remix|reframe|replace-background|upscale)\b")
    known_by: ClassVar[KnownBy] = {
        "Ideogram answers (created, data, is_image_safe)": {"created", "data"}
    }
    fields: ClassVar[Fields] = {
        "submitted_at": "answer.created",
    }
    constants: ClassVar[Constants] = {
        "status": "succeeded",
        "channel": "ideogram",
        "provider": "ideogram",
    }

    def claim(self, document: Any) -> str | None:
        """A bare answer says of each image whether it is safe."""
        found = super().claim(document)
        if not found or "uri" in document or "url" in document:
            return found
        data = document.get("response_body", document).get("data")
        listed = data if isinstance(data, list) and data else [None]
        return found if all(isinstance(e, dict) and "is_image_safe" in e for e in listed) else None

    def asked(self, call: Any) -> Mapping[str, Any]:
        """Model and operation by the address; older calls have all in `image_request`."""
        given = call.request or {}
        inner = given.get("image_request")
        inner = inner if isinstance(inner, dict) else {}
        model, speed = MODEL.search(call.path), first_of(given, SPEEDS, str)
        named = call.path.rpartition("/")[2]
        return known(
            asked_for(inner),
            {
                "model": model[1] if model else None,
                "variant": speed.lower() if speed else None,
                "operation": OPERATIONS.get(named),
            },
        )

    def derived(self, payload: Any) -> Mapping[str, Any]:
        """Seed and prompt of the first image, which the answer repeats."""
        first = next(iter(payload.answer.data or ()), Picture())
        return known({"seed": first.seed, "prompt": first.prompt})

    def outputs(self, payload: Any) -> list[dict[str, Any]] | None:
        """The images; one that is not safe is blocked."""
        return [_file(each) for each in payload.answer.data or ()]


def _file(picture: Picture) -> dict[str, Any]:
    width, height = size_in(picture.resolution)
    held_back = True if picture.is_image_safe is False else None
    return {"uri": picture.url, "width": width, "height": height, "blocked": held_back}
