-- Invented verdicts: one for every fourth call, on one of those four.
WITH thrown AS (
    SELECT i, CAST(hash(i) % 1000 AS INTEGER) AS h FROM range(getvariable('attempts') // 4) AS r(i)
)

SELECT
    'verdict ' || i AS id, 'req_' || (i * 4 + h % 4) || '#0' AS asset,
    ['approved', 'rejected', 'needs_edit', 'rejected'][1 + h % 4] AS decision,
    TIMESTAMP '2026-01-05' + to_microseconds(CAST(i * 4 * (280 * 86400e6 / getvariable('attempts')) AS BIGINT))
    + to_hours(1 + h % 100) AS at,
    'reviewer ' || i % 9 AS reviewer, ['triage', 'qc', 'client'][1 + h % 3] AS stage
FROM thrown
