-- One row per decision up to the moment on one output; one on an attempt as a whole counts for each of
-- its outputs.
WITH decided AS (
    SELECT m.attempt_no, m.output_index, v.*
    FROM matches AS m
    JOIN verdicts_given AS v ON v.verdict_no = m.record_no
    WHERE m.record_kind = 'verdict' AND m.state = 'matched' AND v.decision <> 'pending'
),

placed AS (
    SELECT d.* FROM decided AS d WHERE d.output_index IS NOT NULL
    UNION ALL
    SELECT d.* REPLACE (o.output_index AS output_index)
    FROM outputs AS o
    JOIN decided AS d ON d.attempt_no = o.attempt_no
    WHERE d.output_index IS NULL
)

SELECT
    attempt_no, output_index, verdict_no, coalesce(stage, 'qc') AS stage, stage_rank(stage) AS stage_rank, decision,
    decided_at, CASE decision WHEN 'rejected' THEN 0 WHEN 'needs_edit' THEN 1 ELSE 2 END AS worse_first,
    lower(trim(reviewer)) AS reviewer, source IN ('finals', 'uses') AS is_by_use, content_hash
FROM placed
