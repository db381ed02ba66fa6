-- One row per factor and value of generate-tier outputs that were decided on: how many were turned down as asked for and
-- how many there are, the money of those turned down, and both numbers by brief, all work of no brief as one.
WITH decided_on AS MATERIALIZED (
    SELECT
        coalesce(f.brief_no, -1) AS brief_no, {turned_down} AS is_turned_down, f.money,
        {values}
    FROM (
        SELECT * FROM waste_ledger WHERE {where} AND tier = 'generate' AND line IN ('usable', 'contributed', 'rejected')
    ) AS f
    JOIN warehouse.main.attempts AS a ON a.attempt_no = f.attempt_no
),

by_brief AS (
    {by_factor}
)

SELECT
    factor, value,
    CAST(sum(rejected) AS BIGINT) AS rejected, CAST(sum(decided) AS BIGINT) AS decided, CAST(sum(money) AS DOUBLE) AS money,
    list(brief_no ORDER BY brief_no) AS briefs,
    list(rejected ORDER BY brief_no) AS rejected_by_brief,
    list(decided ORDER BY brief_no) AS decided_by_brief
FROM by_brief
GROUP BY factor, value
ORDER BY factor, value
