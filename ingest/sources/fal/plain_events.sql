-- One row per line of fal's billing events: what one request was billed. Anything else is suspect.
WITH timed AS NOT MATERIALIZED (
    SELECT *, usual_time("timestamp") AS told_at, split_part(endpoint_id, '/', 1) AS maker FROM lines
)

SELECT
    request_id AS source_id,
    told_at AS submitted_at,
    told_at AS seen_at,
    'unknown' AS status,
    'billed' AS raw_status,
    'fal' AS channel,
    endpoint_id AS model,
    nullif(CASE WHEN ends_with(maker, '-ai') THEN left(maker, -3) ELSE maker END, '') AS provider,
    TRY_CAST(output_units AS DECIMAL(38, 12)) AS units,
    CASE WHEN output_units IS NOT NULL THEN coalesce(unit, $own_unit) END AS unit,
    TRY_CAST(cost_total AS DECIMAL(38, 12)) AS reported_cost,
    CASE WHEN cost_total IS NOT NULL THEN upper(coalesce(currency, 'USD')) END AS currency,
    request_id AS provider_request_id,
    CAST(NULL AS VARCHAR) AS ignored,
    request_id IS NULL
    OR cost_total IS NULL
    OR told_at IS NULL
    OR year(told_at) NOT BETWEEN 2001 AND 2098
    OR (endpoint_id IS NULL AND endpoint IS NOT NULL)
    OR odd_amount(output_units)
    OR odd_amount(cost_total)
    OR odd_amount(cost_subtotal)
    OR odd_amount(cost_discount)
    OR odd_amount(cost_estimate_nano_usd)
    OR coalesce(NOT regexp_full_match(currency, '[A-Za-z]{3}'), FALSE)
    -- What has one of these is something else.
    OR coalesce(
        status, payload, body, uri, url, billing_events, events, data, results
    ) IS NOT NULL
    OR odd_texts(
        concat_ws(chr(10), coalesce(request_id, ''), coalesce(endpoint_id, ''), coalesce(unit, '')), 3
    ) AS suspect
FROM timed
