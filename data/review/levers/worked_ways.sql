-- One row per brief of the selection and way of first making its outputs: client, channel, model, operation, size or
-- quality, and outputs asked for at once; only where all is priced and decided, of work that is reviewed.
SELECT
    brief_no, client, channel, model, operation, media, variant, n_requested,
    CAST(sum(cost) AS DOUBLE) AS money, CAST(sum(outputs_delivered) AS BIGINT) AS delivered,
    CAST(sum(outputs_usable) AS BIGINT) AS usable,
    CAST(sum(outputs_usable) + sum(outputs_contributed) AS BIGINT) AS accepted,
    CAST(coalesce(sum(cost) FILTER (WHERE submitted_at >= ?), 0) AS DOUBLE) AS recent_money,
    CAST(coalesce(sum(outputs_usable) FILTER (WHERE submitted_at >= ?), 0) AS BIGINT) AS recent_usable,
    CAST(coalesce(sum(outputs_usable + outputs_contributed) FILTER (WHERE submitted_at >= ?), 0) AS BIGINT)
        AS recent_accepted
FROM attempt_facts
WHERE {where} AND tier = 'generate' AND channel IS NOT NULL AND model IS NOT NULL AND media IS NOT NULL
    AND brief_no IS NOT NULL AND is_reviewed AND NOT cache_hit
GROUP BY brief_no, client, channel, model, operation, media, variant, n_requested
HAVING count(cost) = count(*) AND sum(outputs_pending) = 0
ORDER BY brief_no, client, channel, model, operation, media, variant, n_requested
