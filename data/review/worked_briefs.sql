-- One row per brief of the selection, by its earliest call: how it was worked on and what that cost. A re-roll is a
-- generate-tier operation after the brief's first.
WITH chosen AS (
    SELECT brief_no, brief, client, project, model, "user", media, submitted_at, n_usable, settled, n_refine_operations
    FROM brief_facts
    WHERE {where}
),

numbered AS (
    SELECT
        f.brief_no, f.attempt_no, f.tier, f.operation_key, f.cost, f.outputs_usable + f.outputs_contributed AS accepted, f.status, f.is_reviewed,
        row_number() OVER (PARTITION BY f.brief_no ORDER BY f.submitted_at, f.attempt_no) AS place
    FROM attempt_facts AS f
    WHERE f.brief_no IN (SELECT brief_no FROM chosen)
),

operations AS (
    SELECT
        brief_no, operation_key, CAST(sum(cost) AS DOUBLE) AS cost,
        row_number() OVER (PARTITION BY brief_no ORDER BY min(place)) AS nth
    FROM numbered
    WHERE tier = 'generate'
    GROUP BY brief_no, operation_key
),

rerolled AS (
    SELECT brief_no, count(*) AS n_rerolls, sum(cost) AS reroll_money
    FROM operations
    WHERE nth > 1
    GROUP BY brief_no
),

worked AS (
    SELECT
        brief_no, count(*) AS n_attempts, CAST(sum(cost) AS DOUBLE) AS money,
        min(place) FILTER (WHERE accepted > 0) AS first_accepted,
        count(*) FILTER (WHERE status IN ('running', 'unknown')) AS n_open, bool_and(is_reviewed) AS is_reviewed,
        list(CAST(cost AS DOUBLE) ORDER BY place) AS costs
    FROM numbered
    GROUP BY brief_no
)

SELECT
    c.brief, c.client, c.project, c.media, c.submitted_at, c.n_usable, c.settled,
    w.n_attempts, w.money, w.first_accepted, w.n_open, w.costs,
    coalesce(r.n_rerolls, 0) AS n_rerolls, coalesce(r.reroll_money, 0) AS reroll_money,
    c.n_refine_operations AS n_refined, w.is_reviewed, c.model, c."user"
FROM chosen AS c
JOIN worked AS w ON w.brief_no = c.brief_no
LEFT JOIN rerolled AS r ON r.brief_no = c.brief_no
ORDER BY c.submitted_at, c.brief_no
