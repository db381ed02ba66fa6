-- One row per name under which a loaded call or one of its outputs can be referred to.
WITH delivered AS (
    SELECT split_part(unnest(output_uris), '?', 1) AS address
    FROM attempts
    WHERE attempt_no IN (SELECT attempt_no FROM loaded_calls)
)

SELECT source_id AS name FROM attempts WHERE attempt_no IN (SELECT attempt_no FROM loaded_calls)
UNION
SELECT name
FROM (
    SELECT unnest([
        s.asset_id, split_part(s.uri, '?', 1), s.file_name, regexp_replace(split_part(s.uri, '?', 1), '^.*[/\\]', ''),
        lower(s.sha256)
    ]) AS name
    FROM assets AS s
    JOIN attempts AS a ON a.source = s.source AND a.source_id = s.attempt_id
    WHERE a.attempt_no IN (SELECT attempt_no FROM loaded_calls)
)
WHERE name IS NOT NULL
UNION
SELECT name
FROM (SELECT unnest([address, regexp_replace(address, '^.*[/\\]', '')]) AS name FROM delivered)
