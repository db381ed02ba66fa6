-- One row per call of the selection that was submitted in its busiest hours and succeeded: how long it took.
SELECT channel, model, client, operation, latency_s
FROM attempt_facts
WHERE {where} AND hour(local_submitted_at) IN {hours} AND latency_s IS NOT NULL AND channel IS NOT NULL AND model IS NOT NULL
ORDER BY attempt_no
