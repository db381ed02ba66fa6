-- One row per reference and output whose content has this SHA-256.
WITH wanted AS (
    SELECT *, replace(lower(text), 'sha256:', '') AS sha256
    FROM open_references
    WHERE length(text) IN (64, 71)
),

hashed AS (
    SELECT
        lower(sha256) AS sha256, source,
        unnest([
            min({'attempt_no': attempt_no, 'output_index': CAST(output_index AS INTEGER)}),
            max({'attempt_no': attempt_no, 'output_index': CAST(output_index AS INTEGER)})
        ]) AS target
    FROM placed_assets
    WHERE lower(sha256) IN (SELECT sha256 FROM wanted)
    GROUP BY 1, 2
)

SELECT r.ref_no, a.target.attempt_no, a.target.output_index, a.source = r.own_source AS is_own
FROM wanted AS r
JOIN hashed AS a ON a.sha256 = r.sha256 AND a.source = coalesce(r.named_source, a.source)
WHERE a.target.output_index = coalesce(r.output_index, a.target.output_index)
