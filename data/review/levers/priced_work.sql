-- One row per channel, model, operation and variant of the selection: attempts with a known cost, their money, and
-- that of attempts of reviewed work on which nobody said a word within a day of their end.
WITH work AS (
    SELECT * FROM attempt_facts
    WHERE {where} AND status = 'succeeded' AND NOT cache_hit AND channel IS NOT NULL AND model IS NOT NULL
        AND completed_at < CAST(getvariable('asked_at') AS TIMESTAMP) - INTERVAL 1 DAY
),

words AS (
    SELECT m.attempt_no, min(v.decided_at) AS first_word_at
    FROM work AS f
    JOIN reference_matches AS m ON m.attempt_no = f.attempt_no
    JOIN verdicts AS v ON v.verdict_no = m.record_no
    WHERE m.record_kind = 'verdict' AND m.state = 'matched'
        AND v.decided_at <= CAST(getvariable('asked_at') AS TIMESTAMP)
    GROUP BY m.attempt_no
)

SELECT
    f.channel, f.model, f.operation, f.variant,
    count(f.cost) AS attempts, coalesce(sum(f.cost), 0) AS money,
    count(f.cost) FILTER (WHERE f.is_reviewed AND (w.first_word_at IS NULL OR w.first_word_at > f.completed_at + INTERVAL 1 DAY)) AS unhurried,
    coalesce(
        sum(f.cost) FILTER (
            WHERE f.is_reviewed AND (w.first_word_at IS NULL OR w.first_word_at > f.completed_at + INTERVAL 1 DAY)
        ), 0
    ) AS unhurried_money
FROM work AS f
LEFT JOIN words AS w ON w.attempt_no = f.attempt_no
GROUP BY f.channel, f.model, f.operation, f.variant
HAVING count(f.cost) > 0
ORDER BY money DESC, f.channel, f.model, f.operation, f.variant
