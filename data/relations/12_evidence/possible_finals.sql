-- One row per output that a final may show: nobody has said yes or no.
SELECT DISTINCT coalesce(g.lead_attempt_no, a.attempt_no) AS attempt_no, m.output_index
FROM media_matches AS m
JOIN media AS f ON f.sha256 = m.media_sha256 AND f."role" = 'final' AND f.gone_at IS NULL
JOIN attempts AS a ON a.source = m.source AND a.source_id = m.source_id
LEFT JOIN {target}.merged_attempts AS g ON g.attempt_no = a.attempt_no
WHERE m.confidence = 'possible'
