-- One row per value of a factor and brief, of generate-tier outputs that were decided on: how many were turned down as
-- asked for and how many there are, and the money of those turned down.
SELECT
    CAST({value} AS VARCHAR) AS value, f.brief_no,
    count(*) FILTER (WHERE {turned_down}) AS rejected,
    count(*) AS decided,
    coalesce(sum(f.money) FILTER (WHERE {turned_down}), 0) AS money
FROM (
    SELECT * FROM waste_ledger WHERE {where} AND tier = 'generate' AND line IN ('usable', 'contributed', 'rejected')
) AS f
JOIN warehouse.main.attempts AS a ON a.attempt_no = f.attempt_no
WHERE {value} IS NOT NULL
GROUP BY {value}, f.brief_no
