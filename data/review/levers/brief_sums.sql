-- One row per brief of the selection: its money, and the outputs that it was spent for.
SELECT
    coalesce(sum(cost), 0) AS money, sum(outputs_delivered) AS delivered,
    sum(outputs_usable) + sum(outputs_contributed) AS accepted
FROM attempt_facts
WHERE {where}
GROUP BY brief_no
ORDER BY brief_no
