-- One row per link that can bring a call without a brief_id into a brief: to its earliest parent
-- ('parent'), to any parent or to the first call of its operation, where that has no brief_id either ('chain').
WITH unnamed AS (
    SELECT c.attempt_no, o.operation_key
    FROM calls AS c
    LEFT JOIN named_operations AS o
        ON o.operation_id = c.operation_id AND o.operation_source = c.operation_source
    WHERE c.brief_id IS NULL AND c.submitted_at <= $as_of
),

parents AS (
    SELECT DISTINCT
        l.child_attempt_no, p.attempt_no AS parent_attempt_no, p.brief_id, p.submitted_at, p.source, p.source_id
    FROM lineage_links AS l
    JOIN unnamed AS u ON u.attempt_no = l.child_attempt_no
    JOIN calls AS p ON p.attempt_no = l.parent_attempt_no
    WHERE l.is_older
)

SELECT
    child_attempt_no AS attempt_no,
    arg_min(parent_attempt_no, {'submitted_at': submitted_at, 'source': source, 'source_id': source_id})
        AS linked_attempt_no,
    'parent' AS link
FROM parents
GROUP BY child_attempt_no
UNION ALL
SELECT child_attempt_no, parent_attempt_no, 'chain' FROM parents WHERE brief_id IS NULL
UNION ALL
SELECT u.attempt_no, f.attempt_no, 'chain'
FROM unnamed AS u
JOIN (
    SELECT operation_key, min(attempt_no) AS attempt_no
    FROM unnamed
    WHERE operation_key IS NOT NULL
    GROUP BY operation_key
    HAVING count(*) > 1
) AS f ON f.operation_key = u.operation_key
WHERE u.attempt_no <> f.attempt_no
