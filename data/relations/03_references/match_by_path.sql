-- One row per reference and output at an address that ends with the same folder and file name. Counters give one name
-- to many pictures; where a log tells their folders, these tell the pictures apart.
WITH wanted AS (
    SELECT *, regexp_extract(replace(text, '\', '/'), '[^/]+/[^/]+$') AS place
    FROM open_references
    WHERE NOT contains(text, '://')
),

placed AS (
    SELECT
        regexp_extract(replace(address, '\', '/'), '[^/]+/[^/]+$') AS place, source,
        output_index,
        unnest([min(attempt_no), max(attempt_no)]) AS attempt_no
    FROM output_addresses
    WHERE regexp_extract(replace(address, '\', '/'), '[^/]+/[^/]+$') IN (SELECT place FROM wanted WHERE place <> '')
    GROUP BY 1, 2, 3
)

SELECT r.ref_no, a.attempt_no, a.output_index, a.source = r.own_source AS is_own
FROM wanted AS r
JOIN placed AS a ON a.place = r.place AND a.source = coalesce(r.named_source, a.source)
WHERE a.output_index = coalesce(r.output_index, a.output_index)
