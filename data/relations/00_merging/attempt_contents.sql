-- One row per content in which an attempt was told that was landed more than once; `place` is its rank among them, and
-- `best` the status of the first. A content that was landed twice is there once, as it was landed first.
WITH repeated AS (
    SELECT source, source_id FROM landed_attempts GROUP BY source, source_id HAVING count(*) > 1
),

contents AS (
    SELECT l.*
    FROM landed_attempts AS l
    JOIN repeated AS r ON r.source = l.source AND r.source_id = l.source_id
    QUALIFY row_number() OVER (PARTITION BY l.source, l.source_id, l.content_hash ORDER BY l.landed_as) = 1
)

SELECT
    min(landed_as) OVER (PARTITION BY source, source_id) AS attempt_no,
    count(*) OVER (PARTITION BY source, source_id) AS n_contents,
    row_number() OVER ranked AS place,
    first_value(status) OVER ranked AS best,
    contents.*
FROM contents
WINDOW ranked AS (
    PARTITION BY source, source_id
    ORDER BY
        CASE status WHEN 'running' THEN 2 WHEN 'unknown' THEN 1 ELSE 0 END,
        coalesce(updated_at, nullif(completed_at, seen_at)) DESC NULLS LAST,
        CASE WHEN n_outputs > 0 THEN 0 ELSE 1 END,
        seen_at NULLS LAST,
        content_hash
)
