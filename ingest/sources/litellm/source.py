"""LiteLLM: rows of LiteLLM_SpendLogs and StandardLoggingPayloads.

The gateway's `spend` is an estimate from its own price map, and 0 where that has no price. Retries
and fallbacks are rows of their own that share `session_id` (`trace_id`), the operation. Labels of
the studio come in `metadata.spend_logs_metadata` and the tag `campaign:…`. How many pictures came
out is known only where the proxy stores answers. A video's row is written when its job is accepted,
so it says nothing of how long the video took.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from data.warehouse.records import Attempt
from ingest.formats.csv_documents import csv_rows
from ingest.formats.documents import json_documents
from ingest.source import Item, Opened, Source
from ingest.sources.litellm import facts
from ingest.sources.litellm.call import Call
from ingest.sources.parts.labels import labelled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SPEND_LOG = {"request_id", "call_type", "spend", "startTime"}
LOGGING_PAYLOAD = {"id", "call_type", "response_cost", "startTime"}


class LiteLlm(Source):
    """Logs of the LiteLLM proxy."""

    name = "litellm"
    title = "LiteLLM spend logs and logging payloads (JSON, JSON lines, CSV)"
    origin = "gateway"
    where = "GET /spend/logs, the table LiteLLM_SpendLogs, or its S3 and GCS callbacks."
    costs_are_estimates = True
    reader_version = 2

    def identify(self, file: Opened) -> str | None:
        """By the columns of either form."""
        rows = (each for document in file.first_documents for each in self.unwrap(document))
        named = [file.header, *(row for row in rows if isinstance(row, dict))]
        if any(set(names) >= SPEND_LOG for names in named):
            return "rows of LiteLLM_SpendLogs"
        is_payload = any(set(names) >= LOGGING_PAYLOAD for names in named)
        return "LiteLLM logging payloads" if is_payload else None

    def documents(self, file: Opened) -> Iterator[Item]:
        """Rows of a CSV export, else JSON."""
        is_csv = set(file.header) >= SPEND_LOG
        return csv_rows(file) if is_csv else json_documents(file, self.unwrap)

    def unwrap(self, document: Any) -> Iterable[Any]:
        """The rows of a list, or of a page of /spend/logs/v2."""
        page = document.get("data") if isinstance(document, dict) else document
        return page if isinstance(page, list) else (document,)

    def records(self, item: Item, file: Opened) -> Iterable[Attempt]:  # noqa: ARG002
        """One attempt."""
        facts.require_media(item)
        call = Call.model_validate(item.value)
        labels = call.metadata.spend_logs_metadata or call.metadata.requester_metadata
        yield Attempt(source=self.name, **labelled(_fields(call), labels))


def _fields(call: Call) -> dict[str, Any]:
    return {
        **facts.billed_by(call),
        **facts.caller_of(call),
        **facts.request_of(call),
        **facts.outcome_of(call),
        **facts.outputs_of(call),
        **facts.tokens_of(call),
        "operation": facts.operation_of(call),
        "source_id": call.request_id,
        "provider_request_id": None if call.cache_hit else call.request_id,
        "operation_id": call.session_id,
        "submitted_at": call.started_at,
        "cache_hit": call.cache_hit,
        "reported_cost": call.spend,
        "currency": None if call.spend is None else "USD",
    }
