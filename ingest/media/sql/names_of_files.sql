-- One row per content of a scanned file and name that it carries, as in names_of_outputs. What work starts from is known by
-- its bytes and ids alone.
CREATE OR REPLACE TEMP TABLE names_of_files AS
WITH parted AS (
    SELECT
        sha256, "role", dated_at, embedded_ids, prompt_sha256 || ' ' || seed AS prompt_and_seed,
        string_split(lower(nfc_normalize(replace("path", '\', '/'))), '/') AS parts
    FROM warehouse.main.media
    WHERE gone_at IS NULL AND sha256 IS NOT NULL AND kind <> 'document'
),

named AS (
    SELECT *, 1 AS "level", sha256 AS "name" FROM parted
    UNION ALL
    SELECT *, 2, unnest(list_append(coalesce(embedded_ids, []), prompt_and_seed)) FROM parted
    UNION ALL
    SELECT *, 3, array_to_string(parts[-3:], '/') FROM parted WHERE "role" <> 'reference'
    UNION ALL
    SELECT *, 4, array_to_string(parts[-2:], '/') FROM parted WHERE "role" <> 'reference'
    UNION ALL
    SELECT *, 5, parts[-1] FROM parted WHERE "role" <> 'reference'
)

SELECT DISTINCT n.sha256, n."role", n.dated_at, n.parts, n."level" + b.beyond AS "level", n."name"
FROM named AS n
CROSS JOIN (SELECT unnest([0, 10]) AS beyond) AS b
WHERE n."name" IS NOT NULL
