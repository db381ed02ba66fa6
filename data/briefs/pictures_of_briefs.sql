-- One row per brief that a scanned picture or clip shows: of its best output the final, else its own file.
WITH calls AS (
    SELECT attempt_no, brief_no FROM attempt_facts WHERE brief_no IN (SELECT unnest(CAST(? AS BIGINT[])))
),

logged AS (
    SELECT attempt_no AS log_no, attempt_no, brief_no FROM calls
    UNION ALL
    SELECT g.attempt_no, c.attempt_no, c.brief_no FROM merged_attempts AS g JOIN calls AS c ON c.attempt_no = g.lead_attempt_no
)

SELECT l.brief_no, f.sha256
FROM logged AS l
JOIN attempts AS a ON a.attempt_no = l.log_no
JOIN media_matches AS m ON m.source = a.source AND m.source_id = a.source_id AND m.confidence = 'certain'
JOIN media AS f ON f.sha256 = m.media_sha256 AND f.gone_at IS NULL AND f.kind IN ('image', 'video')
JOIN asset_outcomes AS o ON o.attempt_no = l.attempt_no AND o.output_index = m.output_index
QUALIFY row_number() OVER (
    PARTITION BY l.brief_no
    ORDER BY
        CASE o.outcome WHEN 'usable' THEN 0 WHEN 'contributed' THEN 1 WHEN 'pending' THEN 2 ELSE 3 END,
        f."role" <> 'final', f."role" <> 'output', f.dated_at, f.path
) = 1
