-- One row per client: outputs of reviewed work that nobody decided on for longer than so many seconds, their money,
-- and when the first of them was ready.
SELECT
    f.client, count(*) AS outputs, sum(a.money) AS money,
    min(coalesce(f.completed_at, f.submitted_at)) AS since
FROM asset_outcomes AS a
JOIN (SELECT * FROM attempt_facts WHERE {where} AND is_reviewed) AS f ON f.attempt_no = a.attempt_no
WHERE a.outcome = 'pending' AND a.settles_at IS NOT NULL
    AND coalesce(f.completed_at, f.submitted_at)
        < CAST(getvariable('asked_at') AS TIMESTAMP) - to_seconds({waits_s})
GROUP BY f.client
ORDER BY money DESC NULLS LAST, f.client
