-- One row per logged output and name that a file of it may carry; the lower the level, the surer. What several outputs of a
-- call share (its id, its prompt and seed) is a name of each. What is known by its file alone comes after all that a log
-- tells of: its levels begin at 11.
CREATE OR REPLACE TEMP TABLE names_of_outputs AS
WITH addressed AS (
    SELECT *, string_split(lower(nfc_normalize(url_decode(coalesce(
        file_name, regexp_replace(regexp_replace(uri, '[?#].*$', ''), '^[A-Za-z][A-Za-z0-9+.-]*://[^/]*', '')
    )))), '/') AS parts
    FROM logged_outputs
),

named AS (
    SELECT source, source_id, output_index, 1 AS "level", 'hash' AS found_by, lower(sha256) AS "name" FROM addressed
    UNION ALL
    SELECT source, source_id, output_index, 2, 'embedded_id', unnest([
        asset_id, regexp_replace(uri, '[?#].*$', ''), source_id, provider_request_id,
        prompt_sha256 || ' ' || seed
    ])
    FROM addressed
    UNION ALL
    SELECT source, source_id, output_index, 3, 'address', array_to_string(parts[-3:], '/')
    FROM addressed
    WHERE array_length(parts) >= 3
    UNION ALL
    SELECT source, source_id, output_index, 4, 'address', array_to_string(parts[-2:], '/')
    FROM addressed
    WHERE array_length(parts) >= 2
    UNION ALL
    SELECT source, source_id, output_index, 5, 'file_name', parts[-1] FROM addressed
)

SELECT DISTINCT
    n.* REPLACE (n."level" + CASE WHEN n.source = 'outputs_folder' THEN 10 ELSE 0 END AS "level"), o.brief, o.client, o.project, o.submitted_at
FROM named AS n
JOIN logged_outputs AS o USING (source, source_id, output_index)
WHERE n."name" IS NOT NULL AND n."name" <> ''
