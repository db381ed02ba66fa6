"""PostHog: `$ai_generation` events, by its API, a batch export or a JSON lines file.

An event is captured when its call has ended, and says how long that took. Costs are estimates from
PostHog's own price table, in US dollars. Properties of the studio's own stand beside PostHog's.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AliasChoices, Field

from data.warehouse.records import Blank, Seconds, Text
from ingest.source import Ignored, shortened
from ingest.sources.parts.asked import Body, object_in
from ingest.sources.parts.flat import FlatSource
from ingest.sources.parts.payloads import Noted, Payload, text_of
from ingest.sources.parts.routed_call import RoutedCall
from ingest.sources.parts.tokens import COUNT_BESIDE, Counted, Details, Usage

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from data.warehouse.records import Record
    from ingest.source import Item, Opened

GENERATIONS = {"$ai_generation", "ai_generation"}
OURS = "$ai_"
KEYS = {"event", "distinct_id", "properties", "timestamp"}
KNOWN_BY = {"PostHog events": KEYS}
FIELDS = {"source_id": "id", "user": "distinct_id"}
THINKS_BESIDE = COUNT_BESIDE | {"google", "vertex"}
"""Gemini's numbers come as Google counts them; PostHog adds both to price them."""


class Properties(Payload):
    """What PostHog's libraries say of a call."""

    model: Text = Field(None, validation_alias="$ai_model")
    provider: Text = Field(None, validation_alias="$ai_provider")
    base_url: Text = Field(None, validation_alias="$ai_base_url")
    request_url: Text = Field(None, validation_alias="$ai_request_url")
    latency: Seconds = Field(None, validation_alias="$ai_latency")
    http_status: Annotated[int | None, Blank] = Field(None, validation_alias="$ai_http_status")
    is_error: Annotated[bool | None, Blank] = Field(None, validation_alias="$ai_is_error")
    error: Any = Field(None, validation_alias="$ai_error")
    cost: Annotated[Decimal | None, Blank] = Field(None, validation_alias="$ai_total_cost_usd")
    n_given: Annotated[int | None, Blank] = Field(None, validation_alias="$ai_input_tokens")
    n_made: Annotated[int | None, Blank] = Field(None, validation_alias="$ai_output_tokens")
    n_thought: Counted = Field(None, validation_alias="$ai_reasoning_tokens")
    n_cached: Counted = Field(None, validation_alias="$ai_cache_read_input_tokens")
    choices: Any = Field(None, validation_alias="$ai_output_choices")
    messages: Any = Field(None, validation_alias="$ai_input")
    parameters: Body = Field(default_factory=dict, validation_alias="$ai_model_parameters")


class Event(Payload):
    """One event, its properties as an object or as JSON text."""

    id: str = Field(validation_alias=AliasChoices("uuid", "id"), min_length=1)
    event: str
    distinct_id: Text = None
    timestamp: Noted = None
    properties: Body = Field(default_factory=dict)


class PostHog(FlatSource):
    """Generations that PostHog captured."""

    name = "posthog"
    title = "PostHog LLM events (JSON, JSON lines, CSV, Parquet)"
    origin = "studio"
    where = "PostHog's batch export of events, or GET /api/projects/…/events?event=$ai_generation."
    evidence = "documentation; no recorded export"
    costs_are_estimates = True
    known_by = KNOWN_BY
    page = "results"
    payload = Event
    fields = FIELDS
    labels = "properties"

    def identify(self, file: Opened) -> str | None:
        """By an LLM event among the first ones: any other event may be PostHog's too."""
        found = (each for document in file.first_documents for each in self.unwrap(document))
        named = [each for each in found if isinstance(each, dict) and each.keys() >= KEYS]
        has_ours = any(str(each["event"]).startswith(OURS) for each in named)
        is_sheet = set(file.header) >= KEYS and OURS.encode() in file.first_bytes
        is_export = set(file.parquet_columns) >= KEYS
        return "PostHog LLM events" if has_ours or is_sheet or is_export else None

    def records(self, item: Item, file: Opened) -> Iterable[Record]:
        """One attempt. Raises Ignored for what is no call of a model."""
        value = item.value if isinstance(item.value, dict) else {}
        if (event := text_of(value.get("event"))) not in GENERATIONS:
            raise Ignored(f"event {shortened(event, 40)}, not a call of a model")
        return super().records(item, file)

    def derived(self, payload: Event) -> Mapping[str, Any]:
        """What the call was, from all that its event says."""
        said = Properties.model_validate(payload.properties)
        call = _call(said)
        ended, took = payload.timestamp, said.latency
        is_dated = ended is not None and call.tells_its_end
        return {
            **call.fields(),
            "submitted_at": _began(ended, took),
            "seen_at": ended if took is None else None,
            "completed_at": ended if is_dated and took is not None else None,
            "reported_cost": said.cost,
            "currency": None if said.cost is None else "USD",
        }


def _began(ended: datetime | None, took: float | None) -> datetime | None:
    """When the call began; when it ended, where nobody says how long it took."""
    return ended and ended - timedelta(seconds=took or 0)


def _call(said: Properties) -> RoutedCall:
    failed = bool(said.is_error) or bool(said.error)
    return RoutedCall(
        kind="$ai_generation",
        biller=said.provider,
        model=said.model,
        usage=Usage(
            prompt_tokens=said.n_given,
            completion_tokens=said.n_made,
            prompt_tokens_details=Details(cached_tokens=said.n_cached),
            completion_tokens_details=Details(reasoning_tokens=said.n_thought),
        ),
        thinks_beside=THINKS_BESIDE,
        url=said.request_url or said.base_url,
        sent={"messages": said.messages, **said.parameters},
        answer=_answer(said.choices),
        code=said.http_status,
        is_success=False if failed else True if said.http_status is None else None,
        wrong=shortened(said.error, 400) if failed and said.error else "",
    )


def _answer(choices: Any) -> dict[str, Any]:
    """What came back, where the library kept it: messages in place of an answer."""
    found = object_in({"output": choices}) if isinstance(choices, list) else object_in(choices)
    return found if isinstance(found, dict) else {}
