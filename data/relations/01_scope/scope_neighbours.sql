-- One row per call whose figures hang together with those of a call in scope: the same call in another log, its
-- brief as it was and as it is, its operation, its parents and children, and what may be reviewed with it.
WITH requests AS (
    SELECT provider_request_id
    FROM attempts
    WHERE provider_request_id IS NOT NULL AND attempt_no IN (SELECT attempt_no FROM scope)
),

operations AS (
    SELECT DISTINCT source, operation_id
    FROM attempts
    WHERE operation_id IS NOT NULL AND attempt_no IN (SELECT attempt_no FROM scope)
),

named AS (
    SELECT DISTINCT client, project, brief_id FROM calls WHERE brief_id IS NOT NULL
)

SELECT attempt_no FROM attempts WHERE provider_request_id IN (SELECT provider_request_id FROM requests)
UNION
SELECT a.attempt_no FROM attempts AS a JOIN operations AS o ON o.operation_id = a.operation_id AND o.source = a.source
UNION
SELECT attempt_no
FROM {stored}.attempt_facts
WHERE brief_no IN (SELECT brief_no FROM {stored}.attempt_facts WHERE attempt_no IN (SELECT attempt_no FROM scope))
UNION
SELECT f.attempt_no
FROM {stored}.attempt_facts AS f
JOIN named AS n
    ON n.brief_id = f.brief AND n.client IS NOT DISTINCT FROM f.client AND n.project IS NOT DISTINCT FROM f.project
WHERE f.attempt_no IS NOT NULL
UNION
SELECT parent_attempt_no FROM lineage_pairs WHERE child_attempt_no IN (SELECT attempt_no FROM scope)
UNION
SELECT child_attempt_no FROM lineage_pairs WHERE parent_attempt_no IN (SELECT attempt_no FROM scope)
UNION
SELECT m.attempt_no
FROM {stored}.merged_attempts AS m
WHERE m.lead_attempt_no IN (SELECT attempt_no FROM scope)
UNION
SELECT m.lead_attempt_no
FROM {stored}.merged_attempts AS m
WHERE m.attempt_no IN (SELECT attempt_no FROM scope)
UNION
SELECT attempt_no FROM review_neighbours
