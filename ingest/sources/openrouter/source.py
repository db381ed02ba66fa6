"""OpenRouter: generations by its API or its activity export, video jobs, recorded image answers.

What it charges is what it says, in US dollars: no estimate. An activity item is the sum of a day,
not a call, so it is left out. Attempts and fallbacks of one request share `request_id`. An image
answer says neither id nor model, a video job no time: its generation, fetched by its id, does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ingest.source import Ignored, Refused
from ingest.sources.openrouter.answers import attempt_of_answer, attempt_of_job, is_answer
from ingest.sources.openrouter.generation import (
    cost_of,
    operation_of,
    outcome_of,
    seconds_of,
    tokens_of,
)
from ingest.sources.openrouter.payload import Generation
from ingest.sources.openrouter.plain_generations import PLAIN_GENERATIONS
from ingest.sources.parts.flat import FlatSource
from ingest.sources.parts.payloads import numbered
from ingest.sources.parts.routed import billed_by

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from data.warehouse.records import Record
    from ingest.source import Item, Opened

ACTIVITY = {"date", "endpoint_id", "requests", "usage"}
JOB = {"id", "polling_url", "status"}
KNOWN_BY = {
    "OpenRouter generations": {"id", "total_cost", "native_tokens_completion", "provider_name"},
    "an OpenRouter activity export": {"generation_id", "cost_total", "model_permaslug"},
    "OpenRouter activity by day": ACTIVITY,
}
FIELDS = {
    "source_id": "generation_id",
    "operation_id": "request_id",
    "submitted_at": "created_at",
    "model": "model",
    "variant": "service_tier",
    "user": "external_user",
}
CONSTANTS = {"channel": "openrouter", "currency": "USD"}


class OpenRouter(FlatSource):
    """What OpenRouter tells of calls."""

    name = "openrouter"
    title = "OpenRouter generations, activity export (CSV), video jobs, image answers"
    origin = "gateway"
    where = "GET /api/v1/generation?id=…, or the CSV of openrouter.ai/activity."
    evidence = "the API's description and its examples; no recorded call"
    known_by = KNOWN_BY
    page = "data"
    payload = Generation
    fields = FIELDS
    constants = CONSTANTS
    quick_way = PLAIN_GENERATIONS

    def identify(self, file: Opened) -> str | None:
        """By the keys of a generation, else of a video job or an image answer with its cost."""
        if found := super().identify(file):
            return found
        documents = [each for each in file.first_documents if isinstance(each, dict)]
        if any(map(_is_job, documents)):
            return "OpenRouter video jobs (polling_url under /api/v1/videos)"
        return "OpenRouter image answers" if any(map(is_answer, documents)) else None

    def documents(self, file: Opened) -> Iterator[Item]:
        """As of any flat log; equal answers are told apart, for they have no ids."""
        return numbered(super().documents(file))

    def unwrap(self, document: Any) -> Iterable[Any]:
        """An answer's `data` are its pictures, not calls."""
        return (document,) if is_answer(document) else super().unwrap(document)

    def records(self, item: Item, file: Opened) -> Iterable[Record]:
        """One attempt. Raises Ignored for the sum of a day and for what makes no media."""
        if not isinstance(item.value, dict):
            raise Refused("no OpenRouter record: an object is wanted")
        if item.value.keys() >= ACTIVITY:
            raise Ignored("a day's sum of a model, not a call")
        if is_answer(item.value):
            yield attempt_of_answer(self.name, item, file)
        elif _is_job(item.value):
            yield attempt_of_job(self.name, item, file)
        else:
            yield from super().records(item, file)

    def derived(self, payload: Generation) -> dict[str, Any]:
        """What the call was, from all that the row says of it."""
        key = payload.upstream_id if payload.is_byok else None
        return {
            **outcome_of(payload),
            **tokens_of(payload),
            "operation": operation_of(payload),
            "provider": billed_by(payload.provider_name)["provider"],
            "provider_request_id": key or payload.generation_id,
            "reported_cost": cost_of(payload),
            "latency_s": seconds_of(payload),
            "tags": payload.api_key_name and (f"key:{payload.api_key_name}",),
        }


def _is_job(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and value.keys() >= JOB
        and "/api/v1/videos/" in str(value["polling_url"])
    )
