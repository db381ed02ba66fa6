-- One row per channel, model, operation, size and outputs asked for, delivered and accepted of one call: the money of
-- such calls. Only of priced, decided and reviewed first rounds that brought something accepted.
SELECT
    channel, model, operation, media, variant, n_requested, outputs_delivered AS delivered,
    outputs_usable + outputs_contributed AS accepted, sum(cost) AS money
FROM attempt_facts
WHERE {where} AND tier = 'generate' AND channel IS NOT NULL AND model IS NOT NULL AND media IS NOT NULL
    AND is_reviewed AND NOT cache_hit AND cost > 0 AND outputs_pending = 0 AND n_requested > 1
    AND outputs_delivered > 1 AND outputs_usable + outputs_contributed > 0
GROUP BY channel, model, operation, media, variant, n_requested, delivered, accepted
ORDER BY channel, model, operation, media, variant, n_requested, delivered, accepted
