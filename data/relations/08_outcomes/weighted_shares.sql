-- One row per output of a call whose log weighs its outputs: its share of the cost, floored at 0.000001.
-- The last output takes what is left, so that the shares sum to the cost.
WITH weighed AS (
    SELECT
        o.attempt_no, o.output_index, o.is_last, c.n_outputs, c.cost,
        CAST(floor(f.weight * 1000000) AS DECIMAL(38, 0)) AS weight
    FROM outputs AS o
    JOIN described_attempts AS d ON d.attempt_no = o.attempt_no AND d.is_weighted
    JOIN costed_calls AS c ON c.attempt_no = o.attempt_no AND c.n_outputs > 1
    JOIN described_outputs AS f ON f.attempt_no = o.attempt_no AND f.output_index = o.output_index
),

shares AS (
    SELECT
        *,
        CAST(
            whole_quotient(floor(cost * 1000000) * weight, nullif(sum(weight) OVER of_attempt, 0))
            * CAST(0.000001 AS DECIMAL(6, 6)) AS DECIMAL(38, 12)
        ) AS share
    FROM weighed
    WINDOW of_attempt AS (PARTITION BY attempt_no)
    QUALIFY count(weight) OVER of_attempt = n_outputs
)

SELECT
    attempt_no, output_index,
    CASE WHEN is_last THEN cost - (sum(share) OVER (PARTITION BY attempt_no) - share) ELSE share END AS money
FROM shares
WHERE share IS NOT NULL
