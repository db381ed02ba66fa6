-- One row per stored record (or one to be) that has versions with different content.
CREATE TABLE memory.main.conflicts AS
WITH groups AS (
    SELECT
        grp,
        max(number) AS stored_no,
        count(DISTINCT content_hash) AS n_versions,
        bool_and(is_known) AS all_known
    FROM memory.main.contested_rows
    GROUP BY grp
)
SELECT
    grp,
    coalesce(stored_no, {base} + row_number() OVER (PARTITION BY stored_no IS NULL ORDER BY grp))
        AS number
FROM groups
WHERE CASE WHEN stored_no IS NULL THEN n_versions > 1 ELSE NOT all_known END
