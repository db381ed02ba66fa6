-- One row per reference and output that was delivered at this address, query strings aside.
WITH addressed AS (
    SELECT
        address, source,
        output_index,
        unnest([min(attempt_no), max(attempt_no)]) AS attempt_no
    FROM output_addresses
    WHERE address IN (SELECT split_part(text, '?', 1) FROM open_references)
    GROUP BY address, source, output_index
)

SELECT r.ref_no, a.attempt_no, a.output_index, a.source = r.own_source AS is_own
FROM open_references AS r
JOIN addressed AS a
    ON a.address = split_part(r.text, '?', 1) AND a.source = coalesce(r.named_source, a.source)
WHERE a.output_index = coalesce(r.output_index, a.output_index)
