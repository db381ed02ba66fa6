-- One row per staged record: what identifies it, and the stored record with the same key, if any.
CREATE TABLE memory.main.identified_rows AS
WITH staged_content AS (
    SELECT *, {content_hash} AS content_hash FROM {staged}
),
staged_copies AS (
    SELECT *, {staged_nth} AS nth FROM staged_content
),
staged_keys AS (
    SELECT *, {keys}, hash({key}) AS key_hash FROM staged_copies
),
stored_content AS (
    SELECT * REPLACE ({stored_hash} AS content_hash)
    FROM warehouse.main.{table}
    WHERE source IN (SELECT DISTINCT source FROM {staged})
),
stored_copies AS (
    SELECT *, {stored_nth} AS nth FROM stored_content
),
stored_keys AS (
    SELECT {number} AS number, content_hash AS stored_hash, {keys}, hash({key}) AS key_hash
    FROM stored_copies
)
SELECT
    staged_keys.rid, staged_keys.file_no, staged_keys.item, staged_keys.is_first, staged_keys.nth,
    staged_keys.content_hash, staged_keys.key_hash, stored_keys.number, stored_keys.stored_hash
FROM staged_keys
LEFT JOIN stored_keys ON staged_keys.key_hash = stored_keys.key_hash AND {same_key}
