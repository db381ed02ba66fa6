-- One row per decision up to the moment on one output; one on an attempt as a whole counts for each of
-- its outputs.
SELECT
    m.attempt_no, coalesce(m.output_index, o.output_index) AS output_index, v.verdict_no,
    coalesce(v.stage, 'qc') AS stage, stage_rank(v.stage) AS stage_rank,
    v.decision, v.decided_at,
    CASE v.decision WHEN 'rejected' THEN 0 WHEN 'needs_edit' THEN 1 ELSE 2 END AS worse_first,
    lower(trim(v.reviewer)) AS reviewer, v.source IN ('finals', 'uses') AS is_by_use, v.content_hash
FROM matches AS m
JOIN verdicts_given AS v ON v.verdict_no = m.record_no
LEFT JOIN outputs AS o ON m.output_index IS NULL AND o.attempt_no = m.attempt_no
WHERE m.record_kind = 'verdict' AND m.state = 'matched'
    AND v.decision <> 'pending'
    AND coalesce(m.output_index, o.output_index) IS NOT NULL
