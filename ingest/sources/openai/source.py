"""OpenAI: images, the image tool of Responses, batches, videos; Azure and resellers alike."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from ingest.source import Guess, Ignored, Item, Opened
from ingest.sources.openai.channel import API, channel_of
from ingest.sources.openai.images import MODEL, Images
from ingest.sources.openai.videos import Videos
from ingest.sources.parts.image_tools import ImageTool
from ingest.sources.parts.payloads import text_of
from ingest.sources.parts.recorded import RecordedSource
from ingest.sources.parts.requests import known
from ingest.sources.parts.several_shapes import SeveralShapes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from data.warehouse.records import Origin, Record
    from ingest.sources.parts.flat import Constants, KnownBy

TOOL_MODEL = Guess(
    "tool_model", "", "the model of the Responses image tool where the call names none; blank is"
    " not known",
)  # fmt: skip
OF_AN_ERROR = {"message", "type", "param", "code"}
SNAKE = re.compile(r"[a-z_]+")
SUMS = {"organization.usage.images.result", "organization.costs.result"}
SUM_REASON = "a page of organization usage or costs holds sums, not attempts"


class Responses(ImageTool):
    """The image tool as OpenAI offers it."""

    name = "openai"
    title = "OpenAI's image tool"
    origin = "provider"
    where = "-"
    guesses = (TOOL_MODEL,)
    addresses = re.compile(API + r".*/responses(?:/[^/]+)?(?:\?|$)")
    known_by: ClassVar[KnownBy] = {
        "responses with OpenAI's image tool": {"id", "object", "output", "tools"}
    }
    constants: ClassVar[Constants] = {"provider": "openai"}

    def claim(self, document: Any) -> str | None:
        """Not those of xAI's models, which answer in the same shape."""
        found = super().claim(document)
        body = document.get("response_body", document) if isinstance(document, dict) else {}
        model = text_of(body.get("model")) if isinstance(body, dict) else ""
        return None if "grok" in model else found

    def asked(self, call: Any) -> Mapping[str, Any]:
        """The channel."""
        return {"channel": channel_of(call.uri)}

    def found(self, payload: Any, file: Opened) -> dict[str, Any]:
        """The fields; the tool's model may be told in the settings."""
        told = self.told("tool_model", file)
        return known({"model": told} if told else {}, super().found(payload, file))


class Errors(RecordedSource):
    """A bare error, as OpenAI writes them: message, type, param and code."""

    name = "openai"
    title = "OpenAI's errors"
    origin = "provider"
    where = "-"
    addresses = re.compile("(?!)")
    known_by: ClassVar[KnownBy] = {
        "an error of OpenAI's API (message, type, param, code)": {"error"}
    }
    constants: ClassVar[Constants] = {"channel": "openai", "provider": "openai"}

    def claim(self, document: Any) -> str | None:
        """Only with all four keys, as OpenAI spells them: many services answer with an error."""
        found = super().claim(document)
        error = document.get("error") if found else None
        if not isinstance(error, dict) or not error.keys() >= OF_AN_ERROR:
            return None
        return found if SNAKE.fullmatch(text_of(error["type"])) else None


@dataclass(frozen=True)
class OpenAi(SeveralShapes):
    """Reads answers, recorded calls, and the output files of batches."""

    name: ClassVar[str] = "openai"
    title: ClassVar[str] = "OpenAI images, image tool of Responses, batches, videos"
    origin: ClassVar[Origin] = "provider"
    where: ClassVar[str] = (
        "The answers your own code stores, better still with the request, the headers "
        "(x-request-id, openai-processing-ms) and the times around them; the output file of a "
        "batch."
    )
    evidence: ClassVar[str] = (
        "seen in recorded traffic; batches and videos from the API's description"
    )
    guesses: ClassVar[tuple[Guess, ...]] = (MODEL, TOOL_MODEL)
    shapes: ClassVar[tuple[RecordedSource, ...]] = (Images(), Responses(), Videos(), Errors())
    ours: ClassVar[re.Pattern[str]] = re.compile(r"^\w+://[^/]*openai\.(?:com|azure\.com)/")

    def claim(self, document: Any) -> str | None:
        """By the shapes; pages of sums are known too, though nothing is read from them."""
        if _is_page_of_sums(document):
            return "a page of OpenAI's organization usage or costs"
        return super().claim(document)

    def unwrap(self, document: Any) -> Iterable[Any]:
        """The documents of a list; a batch's line as the call it answers."""
        parts = document if isinstance(document, list) else [document]
        return [_as_call(each) if _is_batch_line(each) else each for each in parts]

    def records(self, item: Item, file: Opened) -> Iterable[Record]:
        """The attempt and its outputs."""
        if _is_page_of_sums(item.value):
            raise Ignored(SUM_REASON)
        return super().records(item, file)


def _is_batch_line(document: Any) -> bool:
    if not isinstance(document, dict) or "custom_id" not in document:
        return False
    response, error = document.get("response"), document.get("error")
    return text_of(document.get("id")).startswith("batch_req_") and (
        isinstance(response, dict) or isinstance(error, dict)
    )


def _as_call(line: dict[str, Any]) -> dict[str, Any]:
    """A batch's line: what was answered, and with which request id."""
    given = line.get("response")
    response = given if isinstance(given, dict) else {"body": {"error": line["error"]}}
    request = line.get("request")
    body = response.get("body")
    is_response = isinstance(body, dict) and body.get("object") == "response"
    return {
        "uri": "https://api.openai.com/v1/"
        + ("responses" if is_response else "images/generations"),
        "status": response.get("status_code"),
        "response_body": body,
        "response_headers": {"x-request-id": response.get("request_id") or line["id"]},
        "request_body": request if isinstance(request, dict) else None,
        "service_tier": "batch",
        "custom_id": line["custom_id"],
        "labels": line.get("labels", line.get("metadata")),
    }


def _is_page_of_sums(document: Any) -> bool:
    buckets = document.get("data") if isinstance(document, dict) else None
    first = buckets[0] if isinstance(buckets, list) and buckets else None
    results = first.get("results") if isinstance(first, dict) else None
    if document is None or not isinstance(results, list) or document.get("object") != "page":
        return False
    return all(isinstance(each, dict) and text_of(each.get("object")) in SUMS for each in results)
