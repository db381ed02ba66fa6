-- One row per output of a selection, the approved first: what became of it and its money, who decided, and the file
-- that shows it, where a scan found one: its own, else a final.
WITH calls AS (SELECT * FROM attempt_facts WHERE {where}),

logged AS (
    SELECT attempt_no AS log_no, attempt_no FROM calls
    UNION ALL
    SELECT g.attempt_no, c.attempt_no
    FROM merged_attempts AS g
    JOIN calls AS c ON c.attempt_no = g.lead_attempt_no
),

pictured AS (
    SELECT l.attempt_no, m.output_index, f.sha256, f.kind
    FROM logged AS l
    JOIN attempts AS a ON a.attempt_no = l.log_no
    JOIN media_matches AS m ON m.source = a.source AND m.source_id = a.source_id AND m.confidence = 'certain'
    JOIN media AS f ON f.sha256 = m.media_sha256 AND f.gone_at IS NULL AND f.kind IN ('image', 'video')
    QUALIFY row_number() OVER (
        PARTITION BY l.attempt_no, m.output_index ORDER BY f."role" <> 'output', f."role" <> 'final', f.dated_at, f.path
    ) = 1
)

SELECT
    o.attempt_no, o.output_index, c.source, a.source_id, o.outcome, o.money, o.standing_decision, o.standing_stage,
    o.standing_at, o.reason, o.reviewer, c.tier, c.media, c.model, c.submitted_at, coalesce(c.completed_at, c.submitted_at) AS ready_at,
    p.sha256, p.kind
FROM calls AS c
JOIN asset_outcomes AS o ON o.attempt_no = c.attempt_no
JOIN attempts AS a ON a.attempt_no = c.attempt_no
LEFT JOIN pictured AS p ON p.attempt_no = o.attempt_no AND p.output_index = o.output_index
ORDER BY
    CASE o.outcome
        WHEN 'usable' THEN 0 WHEN 'contributed' THEN 1 WHEN 'pending' THEN 2 WHEN 'rejected' THEN 3
        WHEN 'not_selected' THEN 4 ELSE 5
    END,
    c.submitted_at, c.source, a.source_id, o.output_index
LIMIT ?
