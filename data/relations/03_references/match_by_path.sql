-- One row per reference and output at an address that ends with the same folder and file name. Counters give one name
-- to many pictures; where a log tells their folders, these tell the pictures apart. `a.*` leaves the extension open.
WITH wanted AS (
    SELECT *, regexp_extract(replace(text, '\', '/'), '[^/]+/[^/]+$') AS place
    FROM open_references
    WHERE NOT contains(text, '://')
),

placed AS (
    SELECT
        o.place, o.source, o.output_index,
        unnest([min(o.attempt_no), max(o.attempt_no)]) AS attempt_no
    FROM (
        SELECT *, regexp_extract(replace(address, '\', '/'), '[^/]+/[^/]+$') AS place
        FROM output_addresses
        WHERE regexp_extract(replace(address, '\', '/'), '[^/]+/[^/]+$') IN (SELECT place FROM wanted WHERE place <> '')
        UNION ALL
        SELECT *, regexp_replace(regexp_extract(replace(address, '\', '/'), '[^/]+/[^/]+$'), '\.[^./]*$', '.*') AS place
        FROM output_addresses
        WHERE regexp_replace(regexp_extract(replace(address, '\', '/'), '[^/]+/[^/]+$'), '\.[^./]*$', '.*') IN (
            SELECT place FROM wanted WHERE ends_with(place, '.*')
        )
    ) AS o
    JOIN attempt_outputs AS s ON s.attempt_no = o.attempt_no
    LEFT JOIN odd_outputs AS d ON d.attempt_no = o.attempt_no AND d.output_index = o.output_index
    WHERE was_given(s.n_logged, s.has_odd_places, d.attempt_no, o.output_index)
    GROUP BY o.place, o.source, o.output_index
)

SELECT r.ref_no, a.attempt_no, a.output_index, a.source = r.own_source AS is_own
FROM wanted AS r
JOIN placed AS a ON a.place = r.place AND a.source = coalesce(r.named_source, a.source)
WHERE a.output_index = coalesce(r.output_index, a.output_index)
