-- One row per source with rejected records that were not replayed: how many, for how many reasons, and the reason of most.
WITH counted AS (
    SELECT f.source, q.reason, count(*) AS n
    FROM quarantine AS q
    JOIN files AS f ON f.file_no = q.file_no
    WHERE q.replayed_at IS NULL
    GROUP BY f.source, q.reason
),

ranked AS (
    SELECT source, reason, n, row_number() OVER (PARTITION BY source ORDER BY n DESC, reason) AS place
    FROM counted
)

SELECT
    source, CAST(sum(n) AS BIGINT) AS records, count(*) AS reasons,
    max(CASE WHEN place = 1 THEN reason END) AS first_reason
FROM ranked
GROUP BY source
ORDER BY records DESC, source
