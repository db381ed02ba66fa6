-- One row per attempt that a reference to be matched anew may mean. Addresses of attempts are searched only
-- for references that are nobody's id.
WITH open_names AS (
    SELECT * FROM wanted_names WHERE ends_with(name, '.*')
),

identified AS (
    SELECT a.attempt_no, w.record_kind, w.record_no
    FROM attempts AS a
    JOIN wanted_names AS w ON w.name = a.source_id
    UNION ALL
    SELECT a.attempt_no, w.record_kind, w.record_no
    FROM (
        SELECT source, attempt_id, unnest([
            asset_id, split_part(uri, '?', 1), file_name, regexp_replace(split_part(uri, '?', 1), '^.*[/\\]', ''),
            lower(sha256)
        ]) AS name
        FROM assets
    ) AS s
    JOIN wanted_names AS w ON w.name = s.name
    JOIN attempts AS a ON a.source = s.source AND a.source_id = s.attempt_id
    UNION ALL
    SELECT a.attempt_no, w.record_kind, w.record_no
    FROM (
        SELECT
            source, attempt_id,
            unnest([file_name, regexp_replace(split_part(uri, '?', 1), '^.*[/\\]', '')]) AS name
        FROM assets
        WHERE EXISTS (FROM open_names)
    ) AS s
    JOIN open_names AS w ON w.name = regexp_replace(s.name, '\.[^.]*$', '.*')
    JOIN attempts AS a ON a.source = s.source AND a.source_id = s.attempt_id
),

others AS (
    SELECT DISTINCT w.name FROM wanted_names AS w ANTI JOIN identified AS i USING (record_kind, record_no)
)

SELECT DISTINCT attempt_no FROM identified
UNION
SELECT a.attempt_no
FROM (
    SELECT attempt_no, split_part(unnest(output_uris), '?', 1) AS address
    FROM attempts
    WHERE EXISTS (FROM others)
) AS a
WHERE a.address IN (SELECT name FROM others) OR regexp_replace(a.address, '^.*[/\\]', '') IN (SELECT name FROM others)
UNION
SELECT a.attempt_no
FROM (
    SELECT attempt_no, regexp_replace(split_part(unnest(output_uris), '?', 1), '^.*[/\\]', '') AS name
    FROM attempts
    WHERE EXISTS (FROM open_names)
) AS a
WHERE regexp_replace(a.name, '\.[^.]*$', '.*') IN (SELECT name FROM open_names)
