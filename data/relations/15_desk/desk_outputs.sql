-- One row per output that was delivered: its brief, what it cost, what was decided so far, and its own file where one
-- was scanned, else a final of it.
WITH files AS (
    SELECT
        coalesce(g.lead_attempt_no, a.attempt_no) AS attempt_no, m.output_index, f.sha256, f.kind, f.width, f.height,
        f.seconds
    FROM media_matches AS m
    JOIN media AS f ON f.sha256 = m.media_sha256 AND f.gone_at IS NULL
    JOIN attempts AS a ON a.source = m.source AND a.source_id = m.source_id
    LEFT JOIN merged_attempts AS g ON g.attempt_no = a.attempt_no
    WHERE m.confidence = 'certain' AND f.kind IN ('image', 'video')
    QUALIFY row_number() OVER (
        PARTITION BY coalesce(g.lead_attempt_no, a.attempt_no), m.output_index ORDER BY f."role" <> 'output', f.path
    ) = 1
)

SELECT
    o.attempt_no, f.brief_no, f.source, a.source_id, o.output_index, f.brief, f.client, f.project, f.model, f.operation,
    f.media, f.submitted_at, o.outcome, o.not_selected_by, o.money, o.standing_decision AS decision,
    o.standing_stage AS stage, o.reason,
    o.reviewer, coalesce(o.uri, item_at(a.output_uris, o.output_index)) AS uri, l.sha256, l.kind, l.width, l.height,
    l.seconds
FROM asset_outcomes AS o
JOIN attempt_facts AS f ON f.attempt_no = o.attempt_no
JOIN attempts AS a ON a.attempt_no = o.attempt_no
LEFT JOIN files AS l ON l.attempt_no = o.attempt_no AND l.output_index = o.output_index
WHERE o.outcome <> 'blocked'
