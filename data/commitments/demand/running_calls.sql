-- One row: the most calls on the channels that ran at once. One that ends as another begins is not counted twice.
WITH turns AS (
    SELECT coalesce(started_at, submitted_at) AS moment, 1 AS change
    FROM attempt_facts
    WHERE list_contains($channels, channel) AND completed_at > coalesce(started_at, submitted_at)
    UNION ALL
    SELECT completed_at, -1
    FROM attempt_facts
    WHERE list_contains($channels, channel) AND completed_at > coalesce(started_at, submitted_at)
)

SELECT max(running)::BIGINT AS peak
FROM (SELECT sum(change) OVER (ORDER BY moment, change ROWS UNBOUNDED PRECEDING) AS running FROM turns)
