"""The quick way through fal's billing events, as `billing.records` reads them."""

from __future__ import annotations

from ingest.source import QuickWay
from ingest.sources.fal.billing import OWN_UNIT
from ingest.sources.parts.plain_texts import AMOUNT, not_like, odd_texts
from ingest.storing.sql_text import literal, usual_time

COLUMNS = (
    *("request_id", "endpoint_id", "endpoint", "timestamp", "created_at", "billed_at", "time"),
    *("output_units", "unit", "cost_total", "cost_subtotal", "cost_estimate_nano_usd", "currency"),
    *("status", "payload", "body", "uri", "url", "billing_events", "events", "data", "results"),
)
OTHERS = COLUMNS[13:]
"""What none of these has: with it, it is something else."""
QUERY = f"""
SELECT
    request_id AS source_id, told_at AS submitted_at, told_at AS seen_at, 'unknown' AS status,
    'billed' AS raw_status, 'fal' AS channel, endpoint_id AS model,
    nullif(regexp_replace(split_part(endpoint_id, '/', 1), '-ai$', ''), '') AS provider,
    TRY_CAST(output_units AS DECIMAL(38, 12)) AS units,
    CASE WHEN output_units IS NOT NULL THEN coalesce(unit, {literal(OWN_UNIT)}) END AS unit,
    TRY_CAST(cost_total AS DECIMAL(38, 12)) AS reported_cost,
    CASE WHEN cost_total IS NOT NULL THEN upper(coalesce(currency, 'USD')) END AS currency,
    request_id AS provider_request_id, CAST(NULL AS VARCHAR) AS ignored,
    request_id IS NULL OR cost_total IS NULL OR told_at IS NULL
    OR year(told_at) NOT BETWEEN 2001 AND 2098
    OR (endpoint_id IS NULL AND endpoint IS NOT NULL)
    OR {not_like("output_units", AMOUNT)} OR {not_like("cost_total", AMOUNT)}
    OR {not_like("currency", "[A-Za-z]{3}")}
    OR {" OR ".join(f"{each} IS NOT NULL" for each in OTHERS)}
    OR {odd_texts("request_id", "endpoint_id", "unit")} AS suspect
FROM (SELECT *, {usual_time('"timestamp"', naive=True)} AS told_at FROM lines)
"""
PLAIN_EVENTS = QuickWay(COLUMNS, QUERY)
