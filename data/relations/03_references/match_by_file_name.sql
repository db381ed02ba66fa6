-- One row per reference and output with this file name: the one logged, else the end of its address. A
-- reference may be a path; an address that was not found is not tried by its end, for other calls of the
-- same host end alike.
WITH wanted AS (
    SELECT *, regexp_replace(text, '^.*[/\\]', '') AS name
    FROM open_references
    WHERE NOT contains(text, '://')
),

named AS (
    SELECT
        coalesce(file_name, regexp_replace(address, '^.*[/\\]', '')) AS name, source,
        output_index,
        unnest([min(attempt_no), max(attempt_no)]) AS attempt_no
    FROM output_addresses
    WHERE coalesce(file_name, regexp_replace(address, '^.*[/\\]', '')) IN (SELECT name FROM wanted)
    GROUP BY 1, 2, 3
)

SELECT r.ref_no, a.attempt_no, a.output_index, a.source = r.own_source AS is_own
FROM wanted AS r
JOIN named AS a ON a.name = r.name AND a.source = coalesce(r.named_source, a.source)
WHERE r.name <> '' AND a.output_index = coalesce(r.output_index, a.output_index)
