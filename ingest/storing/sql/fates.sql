-- One row per staged record: what became of it.
INSERT INTO memory.main.fates BY NAME
WITH changed AS (
    SELECT {number} AS number, hash_before IS NULL AS is_new
    FROM memory.main.merged_rows
    WHERE content_hash IS DISTINCT FROM hash_before
)
SELECT
    identified.file_no, identified.item, identified.is_first,
    CASE
        WHEN contested.place > 1 THEN 'superseded'
        WHEN changed.is_new THEN 'new'
        WHEN changed.number IS NOT NULL THEN 'updated'
        WHEN conflicts.number IS NULL AND identified.number IS NULL THEN 'new'
        ELSE 'unchanged'
    END AS fate
FROM memory.main.identified_rows AS identified
LEFT JOIN memory.main.contested_rows AS contested USING (rid)
LEFT JOIN memory.main.conflicts USING (grp)
LEFT JOIN changed ON changed.number = conflicts.number
