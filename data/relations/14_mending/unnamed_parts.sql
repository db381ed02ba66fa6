-- One row per part of a log whose work has no client or no project: a folder, a key, a person, or all of it.
WITH unnamed AS (
    SELECT f."user", a.account, regexp_replace(l.file, '[/\\][^/\\]*$', '') AS folder
    FROM attempt_facts AS f
    JOIN attempts AS a ON a.attempt_no = f.attempt_no
    LEFT JOIN files AS l ON l.file_no = a.file_no
    WHERE f.source = $1 AND (f.client IS NULL OR f.project IS NULL)
),

parts AS (
    SELECT 'source' AS part, '' AS named, count(*) AS attempts FROM unnamed
    UNION ALL
    SELECT 'user', "user", count(*) FROM unnamed WHERE "user" IS NOT NULL GROUP BY "user"
    UNION ALL
    SELECT 'account', account, count(*) FROM unnamed WHERE account IS NOT NULL GROUP BY account
    UNION ALL
    SELECT 'folder', folder, count(*) FROM unnamed WHERE folder <> '' GROUP BY folder
)

SELECT part, named, attempts FROM parts WHERE attempts > 0 ORDER BY attempts DESC, part DESC, named LIMIT 500
