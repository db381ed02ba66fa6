"""LiteLLM: rows of LiteLLM_SpendLogs and StandardLoggingPayloads.

The gateway's `spend` is an estimate from its own price map, and 0 where that has no price. Retries
and fallbacks are rows of their own that share `session_id` (`trace_id`), the operation. Labels of
the studio come in `metadata.spend_logs_metadata` and the tag `campaign:…`. How many pictures came
out is known only where the proxy stores answers. A video's row is written when its job is accepted,
so it says nothing of how long the video took.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ingest.formats.documents import json_documents
from ingest.sources.litellm import facts
from ingest.sources.litellm.call import Call
from ingest.sources.litellm.chats import Chat, chat_in
from ingest.sources.litellm.plain_rows import PLAIN_ROWS
from ingest.sources.parts.flat import FlatSource
from ingest.sources.parts.routed import no_media

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from data.warehouse.records import Record
    from ingest.source import Item, Opened

KNOWN_BY = {
    "rows of LiteLLM_SpendLogs": {"request_id", "call_type", "spend", "startTime"},
    "LiteLLM logging payloads": {"id", "call_type", "response_cost", "startTime"},
}
FIELDS = {
    "source_id": "request_id",
    "operation_id": "session_id",
    "submitted_at": "started_at",
    "cache_hit": "cache_hit",
    "reported_cost": "spend",
}


class LiteLlm(FlatSource):
    """Logs of the LiteLLM proxy."""

    name = "litellm"
    title = "LiteLLM spend logs and logging payloads (JSON, JSON lines, CSV, Parquet)"
    origin = "gateway"
    where = "GET /spend/logs, the table LiteLLM_SpendLogs, or its S3 and GCS callbacks."
    costs_are_estimates = True
    known_by = KNOWN_BY
    page = "data"
    payload = Call
    fields = FIELDS
    labels = ("metadata.spend_logs_metadata", "metadata.requester_metadata")

    quick_way = PLAIN_ROWS
    evidence = "payloads of the proxy's own tests"

    def documents(self, file: Opened) -> Iterator[Item]:
        """The rows of a table, else JSON, chats in lines of their own unparsed."""
        columns = {*file.header, *file.parquet_columns}
        is_table = any(columns >= keys for keys in self.known_by.values())
        return (
            super().documents(file)
            if is_table
            else json_documents(file, self.unwrap, self.by_its_bytes)
        )

    def by_its_bytes(self, raw: bytes) -> Chat | None:
        """A chat that makes no media."""
        return chat_in(raw)

    def records(self, item: Item, file: Opened) -> Iterable[Record]:
        """One attempt. Chats, most of a gateway's log, are told apart before they are read."""
        if isinstance(item.value, Chat):
            raise no_media(item.value.call_type)
        facts.require_media(item)
        return super().records(item, file)

    def derived(self, payload: Call) -> dict[str, Any]:
        """What the call was, from all that the proxy says of it."""
        return {
            **facts.billed_by(payload),
            **facts.caller_of(payload),
            **facts.request_of(payload),
            **facts.outcome_of(payload),
            **facts.outputs_of(payload),
            **facts.tokens_of(payload),
            "operation": facts.operation_of(payload),
            "provider_request_id": None if payload.cache_hit else payload.request_id,
            "currency": None if payload.spend is None else "USD",
        }
