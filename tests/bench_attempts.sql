-- Invented attempts for the bench, in the shape of attempt_facts: $attempts rows over 40 weeks.
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
    i AS attempt_no, 'bench' AS source, CAST(i AS VARCHAR) AS source_id, i // 4 * 4 AS brief_no, i AS operation_key,
    'client ' || p % 15 AS client, 'project ' || p AS project, 'team ' || p % 6 AS team, 'user ' || h // 91000 % 200 AS "user",
    'channel ' || m % 5 AS channel, 'model ' || m AS model, 'model ' || m AS model_family,
    ['generate', 'refine', 'upscale'][1 + i % 3] AS tier, CASE WHEN m < 8 THEN 'image' ELSE 'video' END AS media,
    status, 'brief ' || i // 4 AS brief, submitted_at, submitted_at AS local_submitted_at,
    FALSE AS is_breakage, 1 AS n_attempts, 1 AS n_requested, CAST(ending < 90 AS INTEGER) AS n_outputs,
    FALSE AS outputs_assumed, FALSE AS cache_hit, cost, 'computed' AS cost_basis, FALSE AS cost_assumed, FALSE AS zero_replaced,
    CASE WHEN outcome = 'usable' THEN cost ELSE 0 END AS money_usable, 0 AS money_contributed,
    CASE WHEN outcome = 'rejected' THEN cost ELSE 0 END AS money_rejected,
    CASE WHEN outcome = 'not_selected' THEN cost ELSE 0 END AS money_not_selected,
    CASE WHEN outcome = 'pending' THEN cost ELSE 0 END AS money_pending,
    CASE WHEN status = 'blocked' THEN cost ELSE 0 END AS money_blocked,
    CASE WHEN status = 'failed' THEN cost ELSE 0 END AS money_failed, 0 AS money_canceled,
    CASE WHEN status = 'unknown' THEN cost ELSE 0 END AS money_unknown, 0 AS money_breakage,
    CAST(ending < 90 AS INTEGER) AS outputs_delivered, CAST(outcome = 'usable' AS INTEGER) AS outputs_usable,
    0 AS outputs_contributed, CAST(outcome = 'rejected' AS INTEGER) AS outputs_rejected,
    CAST(outcome = 'not_selected' AS INTEGER) AS outputs_not_selected, 0 AS outputs_not_selected_by_selection,
    CAST(outcome = 'pending' AS INTEGER) AS outputs_pending, 0 AS outputs_blocked, 0 AS usable_with_rejected_final,
    0 AS audited, 0 AS escaped, 0 AS client_decided, 0 AS client_rejected, 0 AS adherence_known, 0 AS adherence_met,
    0 AS sets_asked, 0 AS sets_passed,
    CASE WHEN ending < 90 THEN 5 + fate * 0.4 END AS latency_s, FALSE AS latency_negative
FROM ended
ORDER BY submitted_at
