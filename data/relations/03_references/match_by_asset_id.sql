-- One row per reference and asset whose id it is: an explicit id, or `<source_id>#<index>` of its attempt.
WITH wanted AS (
    SELECT attempt_no, source, CAST(output_index AS INTEGER) AS output_index, asset_id
    FROM placed_assets
    WHERE asset_id IN (SELECT text FROM open_references)
),

named AS (
    SELECT
        o.asset_id, o.source, o.output_index,
        unnest([min(o.attempt_no), max(o.attempt_no)]) AS attempt_no
    FROM wanted AS o
    JOIN attempt_outputs AS s ON s.attempt_no = o.attempt_no
    LEFT JOIN odd_outputs AS d ON d.attempt_no = o.attempt_no AND d.output_index = o.output_index
    WHERE was_given(s.n_logged, s.has_odd_places, d.attempt_no, o.output_index)
    GROUP BY o.asset_id, o.source, o.output_index
)

SELECT r.ref_no, a.attempt_no, CAST(r.place AS INTEGER) AS output_index, a.source = r.own_source AS is_own
FROM (
    SELECT *, split_part(text, '#', -1) AS place, left(text, length(text) - length(place) - 1) AS attempt_id
    FROM open_references
    WHERE contains(text, '#')
) AS r
JOIN attempts_in_scope AS a
    ON a.source_id = r.attempt_id AND a.source = coalesce(r.named_source, a.source)
WHERE regexp_full_match(r.place, '[0-9]{1,7}')
    AND CAST(r.place AS INTEGER) = coalesce(r.output_index, CAST(r.place AS INTEGER))
UNION ALL
SELECT r.ref_no, a.attempt_no, a.output_index, a.source = r.own_source
FROM open_references AS r
JOIN named AS a ON a.asset_id = r.text AND a.source = coalesce(r.named_source, a.source)
WHERE a.output_index = coalesce(r.output_index, a.output_index)
