-- One row per name under which a loaded call or one of its outputs can be referred to, or could before.
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
)

SELECT source_id AS name FROM attempts WHERE attempt_no IN (SELECT attempt_no FROM loaded_calls)
UNION
SELECT name
FROM (
    SELECT unnest([
        d.asset_id, d.address, d.file_name, regexp_replace(d.address, '^.*[/\\]', ''), lower(d.sha256)
    ]) AS name
    FROM described AS d
    JOIN attempts AS a ON a.source = d.source AND a.source_id = d.attempt_id
    WHERE a.attempt_no IN (SELECT attempt_no FROM loaded_calls)
)
WHERE name IS NOT NULL
UNION
SELECT name
FROM (SELECT unnest([address, regexp_replace(address, '^.*[/\\]', '')]) AS name FROM delivered)
