-- One row per output that is used although a person turned it down, or nobody decided on it where work is reviewed; with
-- its own file, else a final of it, and where it is placed where it is in no file.
WITH files AS (
    SELECT
        coalesce(g.lead_attempt_no, a.attempt_no) AS attempt_no, m.output_index,
        coalesce(min(f.sha256) FILTER (f."role" = 'output'), min(f.sha256)) AS sha256,
        coalesce(min(f.path) FILTER (f."role" = 'final'), min(f.path)) AS path
    FROM media_matches AS m
    JOIN media AS f ON f.sha256 = m.media_sha256 AND f.gone_at IS NULL
    JOIN attempts AS a ON a.source = m.source AND a.source_id = m.source_id
    LEFT JOIN merged_attempts AS g ON g.attempt_no = a.attempt_no
    WHERE m.confidence = 'certain'
    GROUP BY ALL
),

places AS (
    SELECT coalesce(g.lead_attempt_no, a.attempt_no) AS attempt_no, u.output_index, min(u.container) AS container
    FROM media_uses AS u
    JOIN attempts AS a ON a.source = u.source AND a.source_id = u.source_id
    LEFT JOIN merged_attempts AS g ON g.attempt_no = a.attempt_no
    WHERE u.enabled AND u.is_newest
    GROUP BY ALL
)

SELECT
    u.attempt_no, a.source_id, u.output_index, l.sha256, coalesce(p.container, l.path) AS path, f.brief, f.client,
    f.project, o.standing_decision AS decision, o.standing_stage AS stage,
    o.reason, o.reviewer, u.is_conflict
FROM asset_uses AS u
JOIN attempt_facts AS f ON f.attempt_no = u.attempt_no
JOIN attempts AS a ON a.attempt_no = u.attempt_no
LEFT JOIN asset_outcomes AS o
    ON o.attempt_no = u.attempt_no AND o.output_index = u.output_index
    AND NOT coalesce(starts_with(o.reason, 'by use: '), FALSE)
LEFT JOIN files AS l ON l.attempt_no = u.attempt_no AND l.output_index = u.output_index
LEFT JOIN places AS p ON p.attempt_no = u.attempt_no AND p.output_index = u.output_index
WHERE u.is_used_unreviewed
