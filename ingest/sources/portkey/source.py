"""Portkey: log exports (JSON lines) and log objects.

`cost` is in US cents, an estimate from the gateway's own price list, and 0 where that has no price.
One row a call through the gateway: inner retries are hidden. 246 and 446 are its guardrails': the
first let the answer pass, the second denied it. Calls of one trace are one operation.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ingest.sources.parts.asked import kind_at
from ingest.sources.parts.flat import FlatSource
from ingest.sources.parts.routed_call import RoutedCall
from ingest.sources.portkey.payload import Log
from ingest.sources.portkey.plain_logs import DENIED, PLAIN_LOGS

if TYPE_CHECKING:
    from collections.abc import Mapping

CENTS = Decimal("0.01")
KNOWN_BY = {
    "a Portkey log export": {"id", "ai_org", "ai_model", "created_at"},
    "a Portkey log export, with denied fields": {"trace_id", "ai_model", "res_units"},
    "Portkey log objects": {"metrics", "request", "response", "organisation_id"},
}
FIELDS = {
    "source_id": "log_id",
    "operation_id": "trace_id",
    "submitted_at": "created_at",
}


class Portkey(FlatSource):
    """Logs of the Portkey gateway."""

    name = "portkey"
    title = "Portkey log exports and log objects (JSON, JSON lines, CSV, Parquet)"
    origin = "gateway"
    where = "Portkey's log export (POST /v1/logs/exports, or Logs, Export); 50,000 rows a job."
    evidence = "the API's description and its example; no recorded export"
    costs_are_estimates = True
    known_by = KNOWN_BY
    page = "data"
    payload = Log
    fields = FIELDS
    labels = "labels"
    quick_way = PLAIN_LOGS

    def derived(self, payload: Log) -> Mapping[str, Any]:
        """What the call was, from all that the gateway says of it."""
        call = _call(payload)
        return {
            **call.fields(),
            "latency_s": call.seconds(payload.response_time),
            "reported_cost": None if payload.cost is None else payload.cost * CENTS,
            "currency": None if payload.cost is None else payload.cost_currency or "USD",
            "user": payload.labels.get("_user"),
        }


def _call(log: Log) -> RoutedCall:
    return RoutedCall(
        kind=kind_at(log.url),
        biller=log.ai_org,
        model=log.ai_model,
        usage=log.usage,
        url=log.url,
        method=log.method,
        sent=log.request.body,
        answer=log.response.body,
        code=log.status_code,
        is_success=log.is_success,
        is_cached=None if log.cache_status is None else "HIT" in log.cache_status.upper(),
        ends={DENIED: "blocked"},
    )
