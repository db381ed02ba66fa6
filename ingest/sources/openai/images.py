"""Answers of the Images API: generations and edits, also as lines of a batch's output.

`created` is when the answer was sent, to the second; `openai-processing-ms` how long it took. An
answer names neither its model nor an id: the model comes from the request, the id from the header
`x-request-id`. Several images share one usage.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from data.warehouse.records import Tokens
from ingest.source import Guess
from ingest.sources.openai.channel import API, channel_of
from ingest.sources.parts.inline_files import sha256_of
from ingest.sources.parts.operations import inputs_of
from ingest.sources.parts.payloads import EpochSeconds, Payload, header
from ingest.sources.parts.recorded import Call, RecordedSource
from ingest.sources.parts.requests import known, size_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ingest.source import Opened
    from ingest.sources.parts.flat import Constants, Fields, KnownBy

DEPLOYMENT = re.compile(r"/deployments/([^/]+)/images/")
ELSEWHERE = {"credits", "model", "responses", "cost"}
"""What answers of other services have that look alike otherwise."""
MODEL = Guess("model", "", "the model of answers whose log names none; blank is not known")


class Picture(Payload):
    """One image, inline or by address."""

    url: str | None = None
    b64_json: str | None = None


class Kinds(Payload):
    """Tokens by kind."""

    text_tokens: Tokens = None
    image_tokens: Tokens = None
    cached_tokens: Tokens = None


class Usage(Payload):
    """Tokens of all images of the call."""

    input_tokens: Tokens = None
    output_tokens: Tokens = None
    input_tokens_details: Kinds | None = None
    output_tokens_details: Kinds | None = None


class Pictures(Payload):
    """An answer."""

    created: EpochSeconds = None
    data: tuple[Picture, ...] | None = None
    size: str | None = None
    quality: str | None = None
    output_format: str | None = None
    usage: Usage | None = None


class PicturesCall(Call):
    """An answer with what was recorded of the call."""

    answer: Pictures


class Images(RecordedSource):
    """Reads them."""

    name = "openai"
    title = "OpenAI images"
    origin = "provider"
    where = "-"
    guesses = (MODEL,)
    payload = PicturesCall
    addresses = re.compile(API + r".*/images/(?:generations|edits|variations)(?:\?|$)")
    known_by: ClassVar[KnownBy] = {
        "answers of OpenAI's Images API (created, data)": {"created", "data"}
    }
    fields: ClassVar[Fields] = {"completed_at": "answer.created"}
    constants: ClassVar[Constants] = {"status": "succeeded", "provider": "openai"}

    def claim(self, document: Any) -> str | None:
        """A bare answer has a number of seconds, pictures, and nothing that others add."""
        found = super().claim(document)
        if not found or "uri" in document or "url" in document:
            return found
        answer = document.get("response_body", document)
        return found if _looks_ours(answer) else None

    def asked(self, call: Any) -> Mapping[str, Any]:
        """Channel, operation, and the deployment that stands for a model at Azure."""
        deployed = DEPLOYMENT.search(call.path)
        given = call.request or {}
        return {
            "channel": channel_of(call.uri),
            "operation": _operation(call.path, given),
            "model": given.get("model") or (deployed[1] if deployed else None),
            "tags": (f"custom_id:{call.custom_id}",) if call.custom_id else None,
        }

    def found(self, payload: Any, file: Opened) -> dict[str, Any]:
        """The fields; a model that nobody names may be told in the settings."""
        told = self.told("model", file)
        return known({"model": told} if told else {}, super().found(payload, file))

    def derived(self, payload: Any) -> Mapping[str, Any]:
        """Tokens by kind, what decides the price, and how long it took."""
        answer, given = payload.answer, payload.request or {}
        took_ms = header(payload.headers, "openai-processing-ms") or ""
        took_s = int(took_ms) / 1000 if re.fullmatch(r"\d{1,9}", took_ms) else None
        sent = answer.created
        return {
            **_tokens(answer.usage or Usage()),
            "variant": _variant(answer, given, payload.service_tier),
            "latency_s": took_s,
            "submitted_at": sent - timedelta(seconds=took_s)
            if sent and took_s is not None and not payload.submitted_at
            else payload.submitted_at,
            "operation": _operation(payload.path, given) or _operation_told(answer.usage),
        }

    def outputs(self, payload: Any) -> list[dict[str, Any]] | None:
        """The pictures, each of the size that the answer says."""
        answer = payload.answer
        width, height = size_in(answer.size)
        mime = f"image/{answer.output_format}" if answer.output_format else None
        about = {"width": width, "height": height, "mime": mime}
        return [
            about | {"uri": each.url, "sha256": sha256_of(each.b64_json)}
            for each in answer.data or ()
        ]


def _looks_ours(answer: Any) -> bool:
    if not isinstance(answer, dict) or not ELSEWHERE.isdisjoint(answer):
        return False
    usage, data = answer.get("usage"), answer.get("data")
    made_by = usage.keys() if isinstance(usage, dict) else {"input_tokens"}
    pictures = data if isinstance(data, list) else [None]
    return (
        isinstance(answer["created"], int)
        and "input_tokens" in made_by
        and all(isinstance(each, dict) and each.keys() <= OF_A_PICTURE for each in pictures)
    )


OF_A_PICTURE = {"url", "b64_json", "revised_prompt"}


def _tokens(usage: Usage) -> dict[str, int | None]:
    """Without details what went in is text, and what came out is picture."""
    sent, made = usage.input_tokens_details, usage.output_tokens_details or Kinds()
    text_in = usage.input_tokens if sent is None else sent.text_tokens
    image_out = made.image_tokens
    if image_out is None and usage.output_tokens is not None:
        image_out = max(0, usage.output_tokens - (made.text_tokens or 0))
    return {
        "tokens_text_in": text_in,
        "tokens_image_in": sent.image_tokens if sent else None,
        "tokens_cached_in": (sent.cached_tokens if sent else None) or None,
        "tokens_image_out": image_out,
        "tokens_text_out": made.text_tokens,
    }


def _variant(answer: Pictures, given: Mapping[str, Any], tier: str | None) -> str | None:
    """Quality and size as delivered, else as asked for; then the cheaper queue."""
    quality, size = answer.quality or given.get("quality"), answer.size or given.get("size")
    parts = (quality, size, tier)
    said = (each for each in parts if isinstance(each, str) and each not in {"auto", "default"})
    return " ".join(said) or None


def _operation(path: str, given: Mapping[str, Any]) -> str | None:
    if path.endswith("/edits"):
        return "edit"
    if path.endswith("/variations"):
        return "image_to_image"
    if path or given:
        return "edit" if inputs_of(given).pictures else "text_to_image"
    return None


def _operation_told(usage: Usage | None) -> str | None:
    """Whether a picture was sent along shows in the tokens, where they are told by kind."""
    details = usage.input_tokens_details if usage else None
    if details is None or details.image_tokens is None:
        return None
    return "edit" if details.image_tokens else "text_to_image"
