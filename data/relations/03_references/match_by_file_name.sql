-- One row per reference and output with this file name: the one logged, else the end of its address. A
-- reference may be a path, and leave the extension open: `a.*`. An address that was not found is not tried by its
-- end, for other calls of the same host end alike.
WITH wanted AS (
    SELECT *, regexp_replace(text, '^.*[/\\]', '') AS name
    FROM open_references
    WHERE NOT contains(text, '://')
),

named AS (
    SELECT
        o.name, o.source, o.output_index,
        unnest([min(o.attempt_no), max(o.attempt_no)]) AS attempt_no
    FROM (
        SELECT *, coalesce(file_name, regexp_replace(address, '^.*[/\\]', '')) AS name
        FROM output_addresses
        WHERE coalesce(file_name, regexp_replace(address, '^.*[/\\]', '')) IN (SELECT name FROM wanted)
        UNION ALL
        SELECT *, regexp_replace(coalesce(file_name, regexp_replace(address, '^.*[/\\]', '')), '\.[^.]*$', '.*') AS name
        FROM output_addresses
        WHERE regexp_replace(coalesce(file_name, regexp_replace(address, '^.*[/\\]', '')), '\.[^.]*$', '.*') IN (
            SELECT name FROM wanted WHERE ends_with(name, '.*')
        )
    ) AS o
    JOIN attempt_outputs AS s ON s.attempt_no = o.attempt_no
    LEFT JOIN odd_outputs AS d ON d.attempt_no = o.attempt_no AND d.output_index = o.output_index
    WHERE was_given(s.n_logged, s.has_odd_places, d.attempt_no, o.output_index)
    GROUP BY o.name, o.source, o.output_index
)

SELECT r.ref_no, a.attempt_no, a.output_index, a.source = r.own_source AS is_own
FROM wanted AS r
JOIN named AS a ON a.name = r.name AND a.source = coalesce(r.named_source, a.source)
WHERE r.name <> '' AND a.output_index = coalesce(r.output_index, a.output_index)
