-- One row per content in which an output was told that was landed more than once; `place` is its rank among them.
WITH repeated AS (
    SELECT source, attempt_id, output_index
    FROM landed_assets
    GROUP BY source, attempt_id, output_index
    HAVING count(*) > 1
),

contents AS (
    SELECT l.*
    FROM landed_assets AS l
    JOIN repeated AS r
        ON r.source = l.source AND r.attempt_id = l.attempt_id AND r.output_index = l.output_index
    QUALIFY
        row_number() OVER (
            PARTITION BY l.source, l.attempt_id, l.output_index, l.content_hash ORDER BY l.landed_as
        ) = 1
)

SELECT
    min(landed_as) OVER (PARTITION BY source, attempt_id, output_index) AS asset_no,
    count(*) OVER (PARTITION BY source, attempt_id, output_index) AS n_contents,
    row_number() OVER (PARTITION BY source, attempt_id, output_index ORDER BY content_hash) AS place,
    contents.*
FROM contents
