-- One row per value of a factor of generate-tier outputs that were decided on: how many were turned down as asked for and
-- how many there are, the money of those turned down, and both numbers by brief, all work of no brief as one.
WITH by_brief AS (
    SELECT
        CAST({value} AS VARCHAR) AS value, coalesce(f.brief_no, -1) AS brief_no,
        count(*) FILTER (WHERE {turned_down}) AS rejected,
        count(*) AS decided,
        coalesce(sum(f.money) FILTER (WHERE {turned_down}), 0) AS money
    FROM (
        SELECT * FROM waste_ledger WHERE {where} AND tier = 'generate' AND line IN ('usable', 'contributed', 'rejected')
    ) AS f
    JOIN warehouse.main.attempts AS a ON a.attempt_no = f.attempt_no
    WHERE {value} IS NOT NULL
    GROUP BY {value}, f.brief_no
)

SELECT
    value, CAST(sum(rejected) AS BIGINT) AS rejected, CAST(sum(decided) AS BIGINT) AS decided, CAST(sum(money) AS DOUBLE) AS money,
    list(brief_no ORDER BY brief_no) AS briefs,
    list(rejected ORDER BY brief_no) AS rejected_by_brief,
    list(decided ORDER BY brief_no) AS decided_by_brief
FROM by_brief
GROUP BY value
ORDER BY value
