"""fal: webhook bodies, bare or as a receiver stored them, and the queue's answers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar

from ingest.source import Ignored, Item, Opened, Refused, Source, shortened
from ingest.sources.fal import attempt
from ingest.sources.fal.payload import STATUSES, Delivery, request_of
from ingest.sources.parts.payloads import text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from data.warehouse.records import Origin, Record

BESIDE_STATUS = {"payload", "gateway_request_id", "response_url", "queue_position"}
PAGES = ({"time_series", "has_more"}, {"prices", "has_more"}, {"estimate_type", "total_cost"})


@dataclass(frozen=True)
class Fal(Source):
    """Reads deliveries. One that comes again is the same attempt, completed the first time."""

    name: ClassVar[str] = "fal"
    title: ClassVar[str] = "fal webhooks and queue answers"
    origin: ClassVar[Origin] = "provider"
    where: ClassVar[str] = (
        "What your webhook endpoint stores: the body, better still with received_at, headers and "
        "what you submitted around it."
    )

    def identify(self, file: Opened) -> str | None:
        """By request_id and status of a body, or by the shape of a platform page."""
        documents = [each for document in file.first_documents for each in self.unwrap(document)]
        if any(_delivered(each) for each in documents):
            return "fal webhook bodies or queue answers (request_id, status)"
        pages = any(map(_is_page, documents))
        return "a fal platform page of usage, analytics or prices" if pages else None

    def documents(self, file: Opened) -> Iterator[Item]:
        """The items; later ones of a request know when it was submitted and first delivered."""
        requests: dict[str, dict[str, Any]] = {}
        for item in super().documents(file):
            body = _delivered(item.value)
            if body is None or body is item.value:
                yield item
            else:
                earlier = requests.setdefault(request_of(body), {})
                yield replace(item, value=_with_earlier(item.value, body["status"], earlier))

    def records(self, item: Item, file: Opened) -> Iterable[Record]:
        """The attempt and its outputs."""
        if _is_page(item.value):
            raise Ignored("a platform page holds sums, not attempts")
        body = _delivered(item.value)
        if body is None:
            raise Refused(f"neither a webhook body nor a queue answer: {shortened(item.value)}")
        whole = {"body": body} if body is item.value else item.value
        return attempt.records(Delivery.model_validate(whole), file)


def _delivered(document: Any) -> dict[str, Any] | None:
    """The webhook body or queue answer that a document is or holds; None for anything else."""
    body = document.get("body", document) if isinstance(document, dict) else None
    if not isinstance(body, dict) or text_of(body.get("status")) not in STATUSES:
        return None
    return body if body.keys() & BESIDE_STATUS else None


def _with_earlier(document: dict[str, Any], status: str, earlier: dict[str, Any]) -> dict[str, Any]:
    """The envelope with the first times of its request, which `earlier` collects."""
    received_at, submitted = document.get("received_at"), document.get("submitted", {})
    if status == "IN_QUEUE":
        earlier.setdefault("submitted_at", received_at)
    elif status in {"OK", "ERROR"}:
        received_at = earlier.setdefault(status, received_at)
    if isinstance(submitted, dict) and "submitted_at" in earlier:
        submitted = {"submitted_at": earlier["submitted_at"], **submitted}
    return document | {"received_at": received_at, "submitted": submitted}


def _is_page(document: Any) -> bool:
    page = document.get("data", document) if isinstance(document, dict) else None
    return isinstance(page, dict) and any(page.keys() >= names for names in PAGES)
