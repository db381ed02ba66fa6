-- Invented attempts for the bench, in the shape of resolved_attempts: $attempts rows over 40 weeks.
WITH dice AS (
    SELECT
        i, hash(i) AS h,
        TIMESTAMP '2026-01-05' + to_microseconds(CAST(i * (280 * 86400e6 / $attempts) AS BIGINT)) AS submitted_at
    FROM range($attempts) AS r(i)
),

thrown AS (
    SELECT *, h % 100 AS fate, h // 100 % 12 AS m, h // 1300 % 60 AS p, h // 7777 % 100 AS ending FROM dice
),

ended AS (
    SELECT
        *,
        CASE WHEN h % 997 <> 0 THEN CAST((1 + m) * 0.03 AS DECIMAL(38, 12)) END AS cost,
        CASE WHEN ending < 90 THEN 'succeeded' WHEN ending < 95 THEN 'failed' WHEN ending < 98 THEN 'blocked' ELSE 'unknown' END AS status,
        CASE
            WHEN ending >= 90 THEN 'none' WHEN fate < 15 THEN 'usable' WHEN fate < 40 THEN 'rejected'
            WHEN fate < 97 THEN 'not_selected' ELSE 'pending'
        END AS outcome
    FROM thrown
)

SELECT
    i AS attempt_no, 'bench' AS source, i // 4 * 4 AS brief_no, i AS operation_key,
    'client ' || p % 15 AS client, 'project ' || p AS project, 'team ' || p % 6 AS team, 'user ' || h // 91000 % 200 AS "user",
    'channel ' || m % 5 AS channel, 'model ' || m AS model, 'model ' || m AS model_family,
    ['generate', 'refine', 'upscale'][1 + i % 3] AS tier, CASE WHEN m < 8 THEN 'image' ELSE 'video' END AS media,
    status, 'brief ' || i // 4 AS brief, submitted_at, submitted_at AS local_submitted_at,
    1 AS n_requested, CAST(ending < 90 AS INTEGER) AS n_outputs,
    FALSE AS outputs_assumed, FALSE AS cache_hit, cost, 'computed' AS cost_basis, FALSE AS zero_replaced,
    CASE WHEN outcome = 'none' THEN status ELSE outcome END AS waste_line,
    0 AS outputs_not_selected_by_selection, ending < 90 AS shares_fate, 0 AS adherence_known, 0 AS adherence_met, TRUE AS is_reviewed,
    CASE WHEN ending < 90 THEN submitted_at + to_milliseconds(CAST(5000 + fate * 400 AS BIGINT)) END AS completed_at
FROM ended
ORDER BY submitted_at
