-- One row per output of a call whose log weighs its outputs: its share of the cost, which is then floored at 0.000001.
-- The last output takes what is left, so that the shares sum to the cost.
WITH weighed AS (
    SELECT
        o.attempt_no, o.output_index, o.is_last, c.n_outputs, c.cost,
        CAST(floor(f.weight * 1000000) AS DECIMAL(38, 0)) AS millionths
    FROM outputs AS o
    JOIN described_attempts AS d ON d.attempt_no = o.attempt_no AND d.is_weighted
    JOIN costed_calls AS c ON c.attempt_no = o.attempt_no AND c.n_outputs > 1
    JOIN described_outputs AS f ON f.attempt_no = o.attempt_no AND f.output_index = o.output_index
),

totals AS (
    SELECT attempt_no, sum(millionths) AS all_millionths
    FROM weighed
    GROUP BY attempt_no
    HAVING count(millionths) = min(n_outputs) AND sum(millionths) > 0
),

shares AS (
    SELECT w.*, CAST(floored_share(w.cost, w.millionths, t.all_millionths) AS DECIMAL(38, 12)) AS share
    FROM weighed AS w
    JOIN totals AS t ON t.attempt_no = w.attempt_no
)

SELECT
    attempt_no, output_index,
    CASE WHEN is_last THEN cost - (sum(share) OVER of_attempt - share) ELSE share END AS money
FROM shares
WINDOW of_attempt AS (PARTITION BY attempt_no)
QUALIFY count(share) OVER of_attempt = n_outputs
