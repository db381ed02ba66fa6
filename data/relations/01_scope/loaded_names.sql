-- One row per name under which a loaded call or one of its outputs can be referred to, or could before; of a file
-- also with its extension left open, `a.*`.
WITH delivered AS (
    SELECT split_part(unnest(output_uris), '?', 1) AS address
    FROM (
        SELECT attempt_no, output_uris FROM attempts
        UNION ALL
        SELECT attempt_no, output_uris FROM attempt_versions
    )
    WHERE attempt_no IN (SELECT attempt_no FROM loaded_calls)
),

described AS (
    SELECT source, attempt_id, asset_id, split_part(uri, '?', 1) AS address, file_name, sha256 FROM assets
    UNION ALL
    SELECT source, attempt_id, asset_id, split_part(uri, '?', 1), file_name, sha256 FROM asset_versions
),

files AS (
    SELECT file_name AS name FROM described
    UNION
    SELECT regexp_replace(address, '^.*[/\\]', '') FROM described
    UNION
    SELECT regexp_replace(address, '^.*[/\\]', '') FROM delivered
)

SELECT source_id AS name FROM attempts WHERE attempt_no IN (SELECT attempt_no FROM loaded_calls)
UNION
SELECT name
FROM (SELECT unnest([asset_id, address, lower(sha256)]) AS name FROM described)
WHERE name IS NOT NULL
UNION
SELECT address FROM delivered
UNION
SELECT name FROM files WHERE name IS NOT NULL
UNION
SELECT regexp_replace(name, '\.[^.]*$', '.*') FROM files WHERE name IS NOT NULL
