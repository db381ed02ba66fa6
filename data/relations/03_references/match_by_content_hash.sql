-- One row per reference and output whose content has this SHA-256.
WITH wanted AS (
    SELECT *, replace(lower(text), 'sha256:', '') AS sha256
    FROM open_references
    WHERE length(text) IN (64, 71)
),

hashed AS (
    SELECT
        lower(sha256) AS sha256, source,
        CAST(output_index AS INTEGER) AS output_index,
        unnest([min(attempt_no), max(attempt_no)]) AS attempt_no
    FROM placed_assets
    WHERE lower(sha256) IN (SELECT sha256 FROM wanted)
    GROUP BY 1, 2, 3
)

SELECT r.ref_no, a.attempt_no, a.output_index, a.source = r.own_source AS is_own
FROM wanted AS r
JOIN hashed AS a ON a.sha256 = r.sha256 AND a.source = coalesce(r.named_source, a.source)
WHERE a.output_index = coalesce(r.output_index, a.output_index)
