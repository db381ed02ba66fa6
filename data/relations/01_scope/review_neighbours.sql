-- One row per call whose review may begin or end with that of a call in scope: the same client and project, or source
-- where both are unnamed, in which no decision that counts stays as it is.
WITH work_in_scope AS (
    SELECT client, project, source FROM calls
    UNION
    SELECT client, project, source FROM {stored}.attempt_facts WHERE attempt_no IN (SELECT attempt_no FROM scope)
),

open_reviews AS (
    SELECT DISTINCT
        w.client, w.project, CASE WHEN w.client IS NULL AND w.project IS NULL THEN w.source END AS source
    FROM work_in_scope AS w
    ANTI JOIN stable_reviews AS s
        ON s.client IS NOT DISTINCT FROM w.client AND s.project IS NOT DISTINCT FROM w.project
        AND s.source IS NOT DISTINCT FROM CASE WHEN w.client IS NULL AND w.project IS NULL THEN w.source END
    WHERE EXISTS (SELECT 1 FROM changed_verdicts)
)

SELECT f.attempt_no
FROM {stored}.attempt_facts AS f
JOIN open_reviews AS o
    ON o.client IS NOT DISTINCT FROM f.client AND o.project IS NOT DISTINCT FROM f.project
    AND o.source IS NOT DISTINCT FROM CASE WHEN f.client IS NULL AND f.project IS NULL THEN f.source END
WHERE f.attempt_no IS NOT NULL
