"""OpenTelemetry spans of model calls: GenAI and OpenInference, as OTLP or a Phoenix export.

Steps around a call (agents, tools, chains) name a model too, and are no calls. A cost that a span
carries is the tracer's estimate, unless it says that the provider stated it: the same holds of a
number of tokens. How many pictures came is known only to OpenInference.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from data.warehouse.records import Attempt
from ingest.formats.csv_documents import csv_rows
from ingest.source import Source
from ingest.sources.opentelemetry.call import RESPONSE_ID, call_of, cost_of, first
from ingest.sources.opentelemetry.protobuf import framing_of, protobuf_spans
from ingest.sources.opentelemetry.span import span_of, spans_in
from ingest.sources.parts.asked import object_in
from ingest.sources.parts.labels import labelled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ingest.source import Item, Opened
    from ingest.sources.opentelemetry.span import Span

PHOENIX = {"context.trace_id", "context.span_id", "start_time"}
USER = ("user.id", "enduser.id")
SEED = ("gen_ai.request.seed",)


class OpenTelemetry(Source):
    """Spans of model calls."""

    name = "opentelemetry"
    title = "OpenTelemetry GenAI and OpenInference spans (OTLP JSON or Protobuf, Phoenix exports)"
    origin = "studio"
    where = "The collector's file exporter (JSON or proto), or a Phoenix export of spans."
    evidence = "the conventions of OpenTelemetry and OpenInference; no recorded trace"
    costs_are_estimates = True

    def identify(self, file: Opened) -> str | None:
        """By `resourceSpans`, or by Phoenix's columns."""
        documents = [each for each in file.first_documents if isinstance(each, dict)]
        if any(isinstance(each.get("resourceSpans"), list) for each in documents):
            return "OTLP spans (resourceSpans)"
        rows = [row for each in file.first_documents for row in self.unwrap(each)]
        named = [set(file.header), *(set(row) for row in rows if isinstance(row, dict))]
        if not documents and framing_of(file):
            return "OTLP spans as Protobuf"
        nested = any(isinstance(row, dict) and _is_nested(row) for row in rows)
        return "a Phoenix export of spans" if nested or any(n >= PHOENIX for n in named) else None

    def documents(self, file: Opened) -> Iterator[Item]:
        """The spans of Protobuf, the rows of a CSV, else JSON."""
        framing = None if file.first_documents else framing_of(file)
        if framing:
            return protobuf_spans(file, framing)
        return csv_rows(file) if set(file.header) >= PHOENIX else super().documents(file)

    def unwrap(self, document: Any) -> Iterable[Any]:
        """The spans of an OTLP document; rows of any other."""
        is_otlp = isinstance(document, dict) and isinstance(document.get("resourceSpans"), list)
        return spans_in(document) if is_otlp else super().unwrap(document)

    def records(self, item: Item, file: Opened) -> Iterable[Attempt]:
        """One attempt. Raises Ignored for a span that is no call, or makes no media."""
        del file
        span = span_of(item.value)
        call = call_of(span)
        cost, currency = cost_of(span)
        found = {
            **call.fields(),
            "completed_at": span.ended_at if call.tells_its_end else None,
            "raw_status": "ERROR" if span.failed else None,
            "reported_cost": cost,
            "currency": currency,
            "provider_request_id": first(span.attributes, RESPONSE_ID),
            "user": first(span.attributes, USER),
            "seed": _seed(span),
        }
        yield Attempt(
            source=self.name,
            source_id=f"{span.trace_id}-{span.span_id}",
            submitted_at=span.started_at,
            **labelled(found, _labels(span)),
        )


def _is_nested(row: dict[str, Any]) -> bool:
    context = row.get("context")
    return isinstance(context, dict) and {"trace_id", "span_id"} <= context.keys()


def _labels(span: Span) -> dict[str, Any]:
    """What the studio sent along: OpenInference's metadata, or attributes by their plain names."""
    return {**span.attributes, **object_in(span.attributes.get("metadata"))}


def _seed(span: Span) -> str | None:
    stated = first(span.attributes, SEED)
    return str(stated) if isinstance(stated, int | str) else None
