"""fal: webhook bodies, bare or as a receiver stored them, and the queue's answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from ingest.source import Ignored, Item, Opened, QuickWay, Refused, Source, shortened
from ingest.sources.fal import attempt, billing
from ingest.sources.fal.fetched import delivery_in
from ingest.sources.fal.payload import STATUSES, Delivery
from ingest.sources.fal.plain_events import PLAIN_EVENTS
from ingest.sources.parts.payloads import text_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from data.warehouse.records import Origin, Record

BESIDE_STATUS = {"payload", "gateway_request_id", "response_url", "queue_position"}
OF_THE_RECEIVER = ("received_at", "headers", "submitted")
OF_THE_REQUEST = ("submitted_at", "endpoint_id", "arguments", "input", "labels")
PAGES = ({"time_series", "has_more"}, {"prices", "has_more"}, {"estimate_type", "total_cost"})


@dataclass(frozen=True)
class Fal(Source):
    """Reads deliveries and queue answers; what belongs to one request comes together on merging."""

    name: ClassVar[str] = "fal"
    title: ClassVar[str] = "fal webhooks, queue answers, recorded calls, billing events"
    origin: ClassVar[Origin] = "provider"
    where: ClassVar[str] = (
        "What your webhook endpoint stores: the body, better still with received_at (in UTC "
        "unless it has an offset), headers and what you submitted around it; and GET "
        "/v1/models/billing-events, whose money is exact."
    )

    quick_way: ClassVar[QuickWay | None] = PLAIN_EVENTS
    evidence: ClassVar[str] = "recorded webhooks; billing events read second hand"

    def identify(self, file: Opened) -> str | None:
        """By request_id and status of a body, or by the shape of a platform page."""
        documents = [each for document in file.first_documents for each in self.unwrap(document)]
        if any(map(billing.is_event, documents)):
            return "fal billing events (request_id, cost_total)"
        if any(delivery_in(each) for each in documents):
            return "recorded calls of fal.run"
        if any(_delivered(each) for each in documents):
            return "fal webhook bodies or queue answers (request_id, status)"
        pages = any(map(_is_page, documents))
        return "a fal platform page of usage, analytics or prices" if pages else None

    def unwrap(self, document: Any) -> Iterable[Any]:
        """The documents of a list, or the billing events of a page."""
        events = billing.events_of(document)
        return super().unwrap(document if events is None else events)

    def records(self, item: Item, file: Opened) -> Iterable[Record]:
        """The attempt and its outputs."""
        if billing.is_event(item.value):
            return billing.records(item.value, file)
        if fetched := delivery_in(item.value):
            return attempt.records(Delivery.model_validate(fetched), file)
        if _is_page(item.value):
            raise Ignored("a platform page holds sums, not attempts")
        body = _delivered(item.value)
        if body is None:
            raise Refused(f"neither a webhook body nor a queue answer: {shortened(item.value)}")
        whole = {"body": body, **_noted_in(body)} if body is item.value else item.value
        return attempt.records(Delivery.model_validate(whole), file)


def _delivered(document: Any) -> dict[str, Any] | None:
    """The webhook body or queue answer that a document is or holds; None for anything else."""
    body = document.get("body", document) if isinstance(document, dict) else None
    if not isinstance(body, dict) or text_of(body.get("status")) not in STATUSES:
        return None
    return body if body.keys() & BESIDE_STATUS else None


def _noted_in(body: dict[str, Any]) -> dict[str, Any]:
    """What a receiver wrote into the body itself, and not around it."""
    asked = {key: body[key] for key in OF_THE_REQUEST if key in body}
    noted = {key: body[key] for key in OF_THE_RECEIVER if key in body}
    return ({"submitted": asked} if asked else {}) | noted


def _is_page(document: Any) -> bool:
    page = document.get("data", document) if isinstance(document, dict) else None
    return isinstance(page, dict) and any(page.keys() >= names for names in PAGES)
