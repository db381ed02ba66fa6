"""The quick way through fal's billing events, as `billing.records` reads them."""

from __future__ import annotations

from ingest.sources.fal.billing import OWN_UNIT
from ingest.sources.parts.plain_texts import quick_way

COLUMNS = (
    *("request_id", "endpoint_id", "endpoint", "timestamp", "created_at", "billed_at", "time"),
    *("output_units", "unit", "cost_total", "cost_subtotal", "cost_discount"),
    *("cost_estimate_nano_usd", "currency"),
    *("status", "payload", "body", "uri", "url", "billing_events", "events", "data", "results"),
)
PLAIN_EVENTS = quick_way("ingest.sources.fal", "plain_events", COLUMNS, {"own_unit": OWN_UNIT})
