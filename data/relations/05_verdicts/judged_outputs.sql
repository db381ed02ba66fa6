-- One row per decision up to the moment on one output; one on an attempt as a whole counts for each of
-- its outputs. `weight` orders decisions: the furthest stage, then the latest, then rejected before
-- needs_edit before approved; between equals the content decides, so that loading order never does.
SELECT
    m.attempt_no, coalesce(m.output_index, o.output_index) AS output_index, v.verdict_no,
    coalesce(v.stage, 'qc') AS stage,
    (CAST(CASE coalesce(v.stage, 'qc') WHEN 'triage' THEN 0 WHEN 'qc' THEN 1 WHEN 'client' THEN 2 ELSE 3 END AS BIGINT) << 54)
        + (epoch_us(v.decided_at) << 2)
        + CASE v.decision WHEN 'approved' THEN 0 WHEN 'needs_edit' THEN 1 ELSE 2 END AS weight,
    v.content_hash
FROM matches AS m
JOIN verdicts AS v ON v.verdict_no = m.record_no
LEFT JOIN outputs AS o ON m.output_index IS NULL AND o.attempt_no = m.attempt_no
WHERE m.record_kind = 'verdict' AND m.state = 'matched'
    AND v.decision <> 'pending' AND v.decided_at <= $as_of
    AND coalesce(m.output_index, o.output_index) IS NOT NULL
