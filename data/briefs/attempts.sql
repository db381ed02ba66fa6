-- One row per attempt of a selection, the earliest first: what was asked for, how it ended as the log and the figures
-- have it, what it cost and how that is known.
SELECT
    f.attempt_no, f.source, a.source_id, f.submitted_at, f.started_at, f.completed_at, f.status, a.raw_status, a.error_code,
    f.tier, f.operation, f.media, f.channel, f.model, f.variant, f."user", f.n_requested, f.outputs_delivered, f.cost,
    f.cost_basis, f.assumed_because, f.unpriced_because, f.refund, f.latency_s
FROM (SELECT * FROM attempt_facts WHERE {where}) AS f
JOIN attempts AS a ON a.attempt_no = f.attempt_no
ORDER BY f.submitted_at, f.source, a.source_id
LIMIT ?
