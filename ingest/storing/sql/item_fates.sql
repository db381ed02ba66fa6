-- One row per file and fate: how many of its input records had it. The first record of an item
-- decides; an unchanged item with another new or changed record counts as updated. One row of `fates`
-- may stand for many first records, all new.
WITH changed AS (
    SELECT DISTINCT file_no, item
    FROM memory.main.fates
    WHERE NOT is_first AND fate IN ('new', 'updated')
)
SELECT
    items.file_no,
    CASE
        WHEN items.fate = 'unchanged' AND changed.item IS NOT NULL THEN 'updated'
        ELSE items.fate
    END AS fate,
    CAST(sum(items.records) AS BIGINT) AS records
FROM memory.main.fates AS items
LEFT JOIN changed ON changed.file_no = items.file_no AND changed.item = items.item
WHERE items.is_first
GROUP BY ALL
