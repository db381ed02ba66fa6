-- One row per reference and output whose content has this SHA-256.
WITH wanted AS (
    SELECT *, replace(lower(text), 'sha256:', '') AS sha256
    FROM open_references
    WHERE length(text) IN (64, 71)
),

hashed AS (
    SELECT
        o.sha256, o.source, o.output_index,
        unnest([min(o.attempt_no), max(o.attempt_no)]) AS attempt_no
    FROM (
        SELECT attempt_no, source, CAST(output_index AS INTEGER) AS output_index, lower(sha256) AS sha256
        FROM placed_assets
        WHERE lower(sha256) IN (SELECT sha256 FROM wanted)
    ) AS o
    JOIN attempt_outputs AS s ON s.attempt_no = o.attempt_no
    LEFT JOIN odd_outputs AS d ON d.attempt_no = o.attempt_no AND d.output_index = o.output_index
    WHERE was_given(s.n_logged, s.has_odd_places, d.attempt_no, o.output_index)
    GROUP BY o.sha256, o.source, o.output_index
)

SELECT r.ref_no, a.attempt_no, a.output_index, a.source = r.own_source AS is_own
FROM wanted AS r
JOIN hashed AS a ON a.sha256 = r.sha256 AND a.source = coalesce(r.named_source, a.source)
WHERE a.output_index = coalesce(r.output_index, a.output_index)
