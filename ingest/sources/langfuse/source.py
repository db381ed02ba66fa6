"""Langfuse: observations by its API (v1, v2) or exports, of any of their formats.

Costs are estimates from its own model table, in US dollars. A trace holds more than one task, so it
is no operation; name one in the metadata. Overlapping exports tell of the same observations; the
latest `updatedAt` counts. Scores are decisions: `langfuse_scores` reads them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ingest.source import Ignored, Refused
from ingest.sources.langfuse.payload import Observation
from ingest.sources.parts.flat import FlatSource
from ingest.sources.parts.routed_call import RoutedCall

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from data.warehouse.records import Record
    from ingest.source import Item, Opened

SCORES = ({"id", "dataType", "source", "name"}, {"id", "data_type", "source", "name"})
TRACE = {"id", "timestamp", "sessionId", "release"}
KNOWN_BY = {
    "Langfuse observations": {"id", "traceId", "type", "startTime"},
    "Langfuse observations as exported": {"id", "trace_id", "type", "start_time", "level"},
    "Langfuse traces": TRACE,
}
FIELDS = {
    "source_id": "id",
    "submitted_at": "start_time",
    "completed_at": "end_time",
    "reported_cost": "cost",
    "user": "user_id",
    "updated_at": "updated_at",
}
OF_ITS_TRACE = ("userId", "sessionId", "tags")


class Langfuse(FlatSource):
    """What Langfuse traced."""

    name = "langfuse"
    title = "Langfuse observations (JSON, JSON lines, CSV, Parquet)"
    origin = "studio"
    where = "GET /api/public/v2/observations with fields=core,basic,time,io,metadata,model,usage."
    evidence = "the API's description; no recorded export"
    costs_are_estimates = True
    known_by = KNOWN_BY
    page = "data"
    payload = Observation
    fields = FIELDS
    labels = "metadata"

    def unwrap(self, document: Any) -> Iterable[Any]:
        """The observations of a page, and of a trace that holds them."""
        for each in super().unwrap(document):
            held = each.get("observations") if isinstance(each, dict) else None
            if isinstance(held, list) and any(isinstance(step, dict) for step in held):
                said = {name: each[name] for name in OF_ITS_TRACE if name in each}
                yield from (said | step for step in held if isinstance(step, dict))
            else:
                yield each

    def records(self, item: Item, file: Opened) -> Iterable[Record]:
        """An attempt. Raises Ignored for what is no call."""
        if not isinstance(item.value, dict):
            raise Refused("no Langfuse record: an object is wanted")
        if any(item.value.keys() >= keys for keys in SCORES):
            raise Ignored("a score: the source langfuse_scores reads it")
        if item.value.keys() >= TRACE and "type" not in item.value:
            raise Ignored("a trace: its observations tell of the calls")
        return super().records(item, file)

    def derived(self, payload: Observation) -> Mapping[str, Any]:
        """What the call was, from all that was traced of it."""
        kind = (payload.type or "nameless").lower()
        if kind != "generation":
            raise Ignored(f"a step of type {kind}, not a call of a model")
        call = _call(payload)
        return {
            **call.fields(),
            "completed_at": payload.end_time if call.tells_its_end else None,
            "currency": None if payload.cost is None else "USD",
            "raw_status": payload.level,
        }


def _call(step: Observation) -> RoutedCall:
    failed = (step.level or "").upper() == "ERROR"
    is_open = step.end_time is None and step.output is None
    return RoutedCall(
        kind="generation",
        biller=None,
        model=step.model,
        usage=step.usage,
        sent=_sent(step),
        answer=step.output if isinstance(step.output, dict) else {},
        is_success=False if failed else None if is_open else True,
        wrong=(step.status_message or "") if failed else "",
        came=step.pictures,
    )


def _sent(step: Observation) -> dict[str, Any]:
    """What was asked for: parameters, and the prompt in whatever shape it was traced."""
    said = step.input if isinstance(step.input, dict) else {"messages": step.input}
    prompt = {"prompt": step.input} if isinstance(step.input, str) else said
    return {**prompt, **step.model_parameters}
