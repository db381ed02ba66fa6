"""BytePlus and Volcengine Ark: Seedance video tasks and Seedream images."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar

from ingest.source import Ignored, Item, Opened, Refused, Source, shortened
from ingest.sources.ark import images, tasks
from ingest.sources.ark.payload import TASK
from ingest.sources.parts.payloads import numbered, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from data.warehouse.records import Origin, Record

ELSEWHERE = {"urls", "version", "input"}
"""What a task has where it runs on Replicate, which offers the same models."""


@dataclass(frozen=True)
class Ark(Source):
    """Reads single tasks, JSON lines of them, list pages, callbacks, and image answers."""

    name: ClassVar[str] = "ark"
    title: ClassVar[str] = "BytePlus and Volcengine Ark: Seedance tasks, Seedream images"
    origin: ClassVar[Origin] = "provider"
    where: ClassVar[str] = (
        "GET /api/v3/contents/generations/tasks (kept seven days), the bodies sent to your "
        "callback_url, or the image answers your own code stores."
    )

    def identify(self, file: Opened) -> str | None:
        """By a task's id or a Seedance or Seedream model."""
        documents = [each for document in file.first_documents for each in self.unwrap(document)]
        if any(map(_is_task, documents)):
            return "Ark video tasks (cgt-… ids or a Seedance model)"
        return "Seedream image answers" if any(map(_is_images, documents)) else None

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
        if isinstance(item.value, dict) and isinstance(item.value.get("response_body"), dict):
            raise Ignored("an HTTP answer without a task or images")
        raise Refused(f"neither a task nor an image answer: {shortened(item.value)}")


def _objects(document: Any) -> list[Any]:
    if not isinstance(document, dict):
        return [document]
    body = document.get("response_body", document)
    if isinstance(body, dict) and isinstance(body.get("items"), list):
        return list(body["items"])
    if body is document or not (_is_task(body) or _is_images(body)):
        return [document]
    beside = {name: document[name] for name in ("labels", "metadata") if name in document}
    return [body | beside | {"request": document.get("request_body")}]


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
