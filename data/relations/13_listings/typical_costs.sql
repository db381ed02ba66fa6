-- One row per source, model and medium of calls that are known to have cost something: how many, and their money.
SELECT source, model, media, count(*) AS attempts, sum(cost) AS money
FROM attempt_facts
WHERE NOT is_breakage AND cost > 0
GROUP BY source, model, media
