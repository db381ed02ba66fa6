-- One row per value of a factor and brief, of generate-tier calls: outputs rejected and decided on, and the money of
-- the rejected ones.
SELECT
    CAST({value} AS VARCHAR) AS value, f.brief_no,
    sum(f.outputs_rejected) AS rejected,
    sum(f.outputs_usable + f.outputs_contributed + f.outputs_rejected) AS decided,
    coalesce(sum(f.money_rejected), 0) AS money
FROM (SELECT * FROM attempt_facts WHERE {where} AND tier = 'generate') AS f
JOIN warehouse.main.attempts AS a ON a.attempt_no = f.attempt_no
WHERE {value} IS NOT NULL AND f.outputs_usable + f.outputs_contributed + f.outputs_rejected > 0
GROUP BY {value}, f.brief_no
