-- One row per output and address it was delivered at, without its query string: that of its asset, else
-- the attempt's by its place in the list.
SELECT attempt_no, CAST(output_index AS INTEGER) AS output_index, source, split_part(uri, '?', 1) AS address, file_name
FROM placed_assets
WHERE coalesce(uri, file_name) IS NOT NULL
UNION ALL
SELECT
    coalesce(c.lead_attempt_no, l.attempt_no), CAST(l.place AS INTEGER), l.source,
    split_part(item_at(l.output_uris, l.place), '?', 1), NULL
FROM (
    SELECT attempt_no, source, output_uris, unnest(range(array_length(output_uris))) AS place
    FROM attempts_in_scope
    WHERE array_length(output_uris) > 0
) AS l
LEFT JOIN same_calls AS c ON c.attempt_no = l.attempt_no
WHERE coalesce(c.lead_attempt_no, l.attempt_no) NOT IN (SELECT attempt_no FROM placed_assets WHERE uri IS NOT NULL)
