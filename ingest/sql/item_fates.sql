-- One row per file and fate: how many of its input records had it. The first record of an item
-- decides; an unchanged item with another new or changed record counts as updated.
WITH items AS (
    SELECT
        file_no,
        any_value(fate) FILTER (is_first) AS fate,
        bool_or(NOT is_first AND fate IN ('new', 'updated')) AS has_changed
    FROM memory.main.fates
    GROUP BY file_no, item
)
SELECT
    file_no,
    CASE WHEN fate = 'unchanged' AND has_changed THEN 'updated' ELSE fate END AS fate,
    count(*) AS records
FROM items
GROUP BY ALL
