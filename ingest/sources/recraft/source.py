"""Recraft: answers. They say what they cost, in units; the tools are models of their own here."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar

from data.warehouse.records import Quantity
from ingest.sources.parts.inline_files import sha256_of
from ingest.sources.parts.payloads import EpochSeconds, Payload
from ingest.sources.parts.recorded import Call, RecordedSource

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.warehouse.records import Operation
    from ingest.sources.parts.flat import Constants, Fields, KnownBy

TOOLS: dict[str, tuple[str, Operation]] = {
    "crispUpscale": ("crisp_upscale", "upscale"),
    "creativeUpscale": ("creative_upscale", "upscale"),
    "removeBackground": ("remove_background", "edit"),
    "vectorize": ("vectorize", "edit"),
}
"""The last step of an address to the model in the price book, and what is done."""
OPERATIONS: dict[str, Operation] = {
    "generations": "text_to_image",
    "imageToImage": "image_to_image",
    "inpaint": "edit",
    "replaceBackground": "edit",
    "generateBackground": "edit",
    "eraseRegion": "edit",
}


class Picture(Payload):
    """One image."""

    url: str | None = None
    b64_json: str | None = None


class Pictures(Payload):
    """An answer; the tools answer with one `image`."""

    created: EpochSeconds = None
    credits: Quantity = None
    data: tuple[Picture, ...] | None = None
    image: Picture | None = None


class PicturesCall(Call):
    """The same with what was recorded of the call."""

    answer: Pictures


class Recraft(RecordedSource):
    """Reads them."""

    name = "recraft"
    title = "Recraft answers"
    origin = "provider"
    where = "The answers your own code stores, with the request and the address."
    evidence = "documentation read second hand; no payload was seen"
    payload = PicturesCall
    addresses = re.compile(r"^\w+://[\w.-]*\brecraft\.ai/")
    media_calls = re.compile(r"^$|/images/\w+")
    known_by: ClassVar[KnownBy] = {
        "Recraft answers (created, credits, data)": {"created", "credits", "data"},
        "answers of Recraft's tools (created, credits, image)": {"created", "credits", "image"},
    }
    fields: ClassVar[Fields] = {"completed_at": "answer.created", "credits": "answer.credits"}
    constants: ClassVar[Constants] = {
        "status": "succeeded",
        "channel": "recraft",
        "provider": "recraft",
    }

    def asked(self, call: Any) -> Mapping[str, Any]:
        """Model and operation; a style that draws in vectors costs more."""
        step = call.path.rpartition("/")[2]
        model, operation = TOOLS.get(step, (None, OPERATIONS.get(step)))
        style = (call.request or {}).get("style")
        vector = isinstance(style, str) and "vector" in style
        return {
            "model": model,
            "operation": operation,
            "variant": "vector" if vector else ("raster" if call.request and not model else None),
        }

    def outputs(self, payload: Any) -> list[dict[str, Any]] | None:
        """The images."""
        made = (*(payload.answer.data or ()), *filter(None, (payload.answer.image,)))
        return [{"uri": each.url, "sha256": sha256_of(each.b64_json)} for each in made]
