-- One row per local day, values of some dimensions, and bucket of latencies: how many calls lie in it. Buckets widen by
-- 2.02 % each, so that the middle of one is within 1 % of every latency in it; no bucket is that of no time at all.
SELECT
    $dimensions,
    date_trunc('day', local_submitted_at) AS local_submitted_at, min(submitted_at) AS submitted_at, status,
    CASE WHEN latency_s > 0 THEN CAST(ceil(ln(latency_s) / ln(CAST(1.0202 AS DOUBLE))) AS INTEGER) END AS bucket,
    count(*) AS n
FROM attempt_facts
WHERE latency_s IS NOT NULL
GROUP BY
    $dimensions, date_trunc('day', local_submitted_at), status,
    CASE WHEN latency_s > 0 THEN CAST(ceil(ln(latency_s) / ln(CAST(1.0202 AS DOUBLE))) AS INTEGER) END
