-- One row per call; for whom it was, where its log does not tell, as people said of its folder, its key, its person or
-- its log, the first that says something.
WITH by_folder AS (
    SELECT
        a.attempt_no,
        arg_max(n.client, length(n.named)) FILTER (n.client IS NOT NULL) AS client,
        arg_max(n.project, length(n.named)) FILTER (n.project IS NOT NULL) AS project
    FROM named_work AS n
    JOIN files AS f ON starts_with(f.file, n.named || '/')
    JOIN attempts AS a ON a.file_no = f.file_no AND a.source = n.source
    WHERE n.part = 'folder'
    GROUP BY a.attempt_no
)

SELECT
    c.* REPLACE (
        coalesce(c.client, f.client, k.client, p.client, s.client) AS client,
        coalesce(c.project, f.project, k.project, p.project, s.project) AS project
    )
FROM logged_calls AS c
LEFT JOIN by_folder AS f ON f.attempt_no = c.attempt_no
LEFT JOIN named_work AS k ON k.part = 'account' AND k.source = c.source AND k.named = c.account
LEFT JOIN named_work AS p ON p.part = 'user' AND p.source = c.source AND lower(trim(p.named)) = lower(trim(c."user"))
LEFT JOIN named_work AS s ON s.part = 'source' AND s.source = c.source
