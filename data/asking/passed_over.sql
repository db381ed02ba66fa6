-- One row per group and window: the outputs passed over because it went by, and their share of the money; and of the
-- whole group its briefs, outputs and spend.
WITH mine AS (SELECT * FROM attempt_facts WHERE {where} AND NOT is_breakage),

sized AS (
    SELECT brief_no, sum(outputs_delivered) AS n_outputs FROM mine GROUP BY brief_no
),

grouped AS (
    SELECT m.*, {group} AS group_key FROM mine AS m JOIN sized AS s ON s.brief_no = m.brief_no
),

groups AS (
    SELECT
        group_key, count(DISTINCT brief_no) AS n_briefs, sum(outputs_delivered) AS n_outputs, sum(cost) AS cost
    FROM grouped
    GROUP BY group_key
),

passed_over AS (
    SELECT
        g.group_key, o.not_selected_by,
        count(*) AS n_passed_over, sum(o.money) AS money, count(*) - count(o.money) AS n_unpriced
    FROM grouped AS g
    JOIN asset_outcomes AS o ON o.attempt_no = g.attempt_no
    WHERE o.outcome = 'not_selected'
    GROUP BY g.group_key, o.not_selected_by
)

SELECT g.group_key, g.n_briefs, g.n_outputs, g.cost, p.not_selected_by, p.n_passed_over, p.money, p.n_unpriced
FROM passed_over AS p
JOIN groups AS g ON g.group_key IS NOT DISTINCT FROM p.group_key
