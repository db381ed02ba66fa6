-- One row per reference and output that was delivered at this address, query strings aside.
WITH addressed AS (
    SELECT
        o.address, o.source, o.output_index,
        unnest([min(o.attempt_no), max(o.attempt_no)]) AS attempt_no
    FROM (
        SELECT * FROM output_addresses WHERE address IN (SELECT split_part(text, '?', 1) FROM open_references)
    ) AS o
    JOIN attempt_outputs AS s ON s.attempt_no = o.attempt_no
    LEFT JOIN odd_outputs AS d ON d.attempt_no = o.attempt_no AND d.output_index = o.output_index
    WHERE was_given(s.n_logged, s.has_odd_places, d.attempt_no, o.output_index)
    GROUP BY o.address, o.source, o.output_index
)

SELECT r.ref_no, a.attempt_no, a.output_index, a.source = r.own_source AS is_own
FROM open_references AS r
JOIN addressed AS a
    ON a.address = split_part(r.text, '?', 1) AND a.source = coalesce(r.named_source, a.source)
WHERE a.output_index = coalesce(r.output_index, a.output_index)
