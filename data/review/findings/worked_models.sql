-- One row per brief, medium and model with generate-tier calls in the selection: their money and accepted outputs, and
-- whether all of it is priced and decided.
SELECT
    brief_no, project, media, model, CAST(sum(cost) AS DOUBLE) AS money,
    CAST(sum(outputs_usable) + sum(outputs_contributed) AS BIGINT) AS accepted,
    count(cost) = count(*) AND sum(outputs_pending) = 0 AS is_told
FROM attempt_facts
WHERE {where} AND tier = 'generate' AND model IS NOT NULL AND media IS NOT NULL AND brief_no IS NOT NULL
GROUP BY brief_no, project, media, model
ORDER BY brief_no, project, media, model
