-- One row per channel and model whose cost another price book changes: how many attempts, and the
-- money before and after. Reads the stored relations and those resolved with the other book.
SELECT
    stored.channel,
    stored.model,
    count(*) AS attempts,
    sum(stored.cost) AS cost_before,
    sum(repriced.cost) AS cost_after
FROM warehouse.main.attempt_facts AS stored
JOIN memory.repriced.attempt_facts AS repriced USING (attempt_no)
WHERE stored.cost IS DISTINCT FROM repriced.cost
GROUP BY ALL
ORDER BY abs(coalesce(cost_after, 0) - coalesce(cost_before, 0)) DESC, 1, 2
