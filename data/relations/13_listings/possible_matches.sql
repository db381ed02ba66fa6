-- One row per file and output that it may be: a person has to say yes or no.
SELECT
    m.media_sha256, m.source, m.source_id, m.output_index, m.found_by, m.distance, m.margin,
    min(f.path) AS path, min(f."role") AS "role", min(f.dated_at) AS dated_at,
    min(p.media_sha256) AS output_sha256, min(p.path) AS output_path,
    min(t.brief) AS brief, min(t.client) AS client, min(t.project) AS project, min(t.model) AS model
FROM media_matches AS m
JOIN media AS f ON f.sha256 = m.media_sha256 AND f.gone_at IS NULL
JOIN attempts AS a ON a.source = m.source AND a.source_id = m.source_id
LEFT JOIN attempt_facts AS t ON t.attempt_no = a.attempt_no
LEFT JOIN (
    SELECT o.source, o.source_id, o.output_index, min(o.media_sha256) AS media_sha256, min(g.path) AS path
    FROM media_matches AS o
    JOIN media AS g ON g.sha256 = o.media_sha256 AND g."role" = 'output' AND g.gone_at IS NULL
    WHERE o.confidence = 'certain'
    GROUP BY o.source, o.source_id, o.output_index
) AS p ON p.source = m.source AND p.source_id = m.source_id AND p.output_index = m.output_index
WHERE m.confidence = 'possible'
    AND m.media_sha256 NOT IN (SELECT c.media_sha256 FROM media_matches AS c WHERE c.confidence = 'certain')
GROUP BY m.media_sha256, m.source, m.source_id, m.output_index, m.found_by, m.distance, m.margin
