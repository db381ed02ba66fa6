"""BytePlus and Volcengine Ark: Seedance video tasks and Seedream images."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar

from ingest.source import Ignored, Item, Opened, Refused, Source, shortened
from ingest.sources.ark import images, tasks
from ingest.sources.ark.payload import TASK
from ingest.sources.parts.payloads import REPEAT, decoded, numbered, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from data.warehouse.records import Origin, Record

RECORDED = ("labels", "metadata", "submitted_at")
"""What is kept of a recorded exchange, beside its request, its answer and the headers."""
OF_AN_ERROR = {*RECORDED, "error", "request", "headers", REPEAT}
MODELS = re.compile(r"seedream|seedance")
WORDS = re.compile(r"(?:[A-Z][a-z]+)+(?:\.\w+)*")
"""How Ark writes the code and the type of an error; others write neither or only one so."""
ELSEWHERE = {"urls", "version", "input"}
"""What a task has where it runs on Replicate, which offers the same models."""


@dataclass(frozen=True)
class Ark(Source):
    """Reads single tasks, lines and pages of them, callbacks, image answers, and errors."""

    name: ClassVar[str] = "ark"
    title: ClassVar[str] = "BytePlus and Volcengine Ark: Seedance tasks, Seedream images"
    origin: ClassVar[Origin] = "provider"
    where: ClassVar[str] = (
        "GET /api/v3/contents/generations/tasks (kept seven days), the bodies sent to your "
        "callback_url, or the image answers your own code stores."
    )
    evidence: ClassVar[str] = "answers quoted in public, and the client's types"

    def identify(self, file: Opened) -> str | None:
        """By a task's id, a Seedance or Seedream model, or the way an error is written."""
        documents = [each for document in file.first_documents for each in self.unwrap(document)]
        if any(map(_is_task, documents)):
            return "Ark video tasks (cgt-… ids or a Seedance model)"
        if any(map(_is_images, documents)):
            return "Seedream image answers"
        return "errors of Ark (a code and a type)" if any(map(_is_ours, documents)) else None

    def unwrap(self, document: Any) -> Iterable[Any]:
        """The tasks of a list or a list page; a recorded request stays beside its answer."""
        parts = document if isinstance(document, list) else [document]
        return [each for part in parts for each in _objects(part)]

    def documents(self, file: Opened) -> Iterator[Item]:
        """The items. Image answers have no id; polls of a task know the request before them."""
        requests: dict[str, Any] = {}
        for item in numbered(super().documents(file)):
            if _is_task(item.value):
                asked = requests.setdefault(text_of(item.value["id"]), item.value.get("request"))
                yield replace(item, value=item.value | {"request": asked})
            else:
                yield item

    def records(self, item: Item, file: Opened) -> Iterable[Record]:
        """The attempt and its outputs."""
        if _is_task(item.value):
            return tasks.records(item.value)
        if _is_images(item.value):
            return images.records(item, file)
        if _is_error(item.value):
            if not item.value.get("request") and "NotFound" in item.value["error"]["code"]:
                raise Ignored("what was polled for is gone")
            return images.records(item, file)
        if isinstance(item.value, dict) and isinstance(item.value.get("response_body"), dict):
            raise Ignored("an HTTP answer without a task or images")
        raise Refused(f"neither a task nor an image answer: {shortened(item.value)}")


def _objects(document: Any) -> list[Any]:
    if not isinstance(document, dict):
        return [document]
    body = document.get("response_body", document)
    if isinstance(body, dict) and isinstance(body.get("items"), list):
        return list(body["items"])
    body = _submitted(document, body)
    if body is document or not (_is_task(body) or _is_images(body) or _is_refusal(document)):
        return [document]
    beside = {name: document[name] for name in RECORDED if name in document}
    headers = document.get("response_headers", document.get("headers"))
    return [body | beside | {"request": document.get("request_body"), "headers": headers}]


def _submitted(document: dict[str, Any], body: Any) -> Any:
    """The answer to a submission as a task: it holds the id alone, what was asked for the model."""
    asked = decoded(document.get("request_body"))
    if not isinstance(asked, dict) or not isinstance(body, dict) or "status" in body:
        return body
    if not TASK.fullmatch(text_of(body.get("id"))):
        return body
    return {"model": asked.get("model"), "status": "queued"} | body


def _is_task(value: Any) -> bool:
    if not isinstance(value, dict) or not value.keys() >= {"id", "status"}:
        return False
    if TASK.fullmatch(text_of(value["id"])):
        return True
    return "seedance" in text_of(value.get("model")) and ELSEWHERE.isdisjoint(value)


def _is_images(value: Any) -> bool:
    return (
        isinstance(value, dict) and "created" in value and "seedream" in text_of(value.get("model"))
    )


def _is_error(value: Any) -> bool:
    """Whether it is an error in the place of an answer."""
    error = value.get("error") if isinstance(value, dict) else None
    code = text_of(error.get("code")) if isinstance(error, dict) else ""
    return bool(code) and value.keys() <= OF_AN_ERROR


def _is_ours(value: Any) -> bool:
    """Whether an error, of which there are many elsewhere, is written as Ark writes them."""
    if not _is_error(value):
        return False
    asked = decoded(value.get("request"))
    model = text_of(asked.get("model")) if isinstance(asked, dict) else ""
    written = (text_of(value["error"].get(name)) for name in ("code", "type"))
    return bool(MODELS.search(model)) or all(map(WORDS.fullmatch, written))


def _is_refusal(document: dict[str, Any]) -> bool:
    """Whether an exchange asked for something, and an error was the answer."""
    asked = document.get("request_body")
    body = document["response_body"]
    return isinstance(asked, dict | str) and bool(asked) and _is_error(body)
