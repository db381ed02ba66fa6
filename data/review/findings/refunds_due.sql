-- One row per channel: calls of the selection that are over for a week, that were charged though the channel's rule is
-- that such an end is not billed, and what of it has not come back.
SELECT channel, count(*) AS calls, sum(cost) AS money
FROM attempt_facts
WHERE {where} AND cost_note = 'refund_due'
    AND coalesce(completed_at, submitted_at) < CAST(getvariable('asked_at') AS TIMESTAMP) - INTERVAL 7 DAY
GROUP BY channel
ORDER BY money DESC, channel
