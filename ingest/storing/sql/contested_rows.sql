-- One row per staged record that is not simply new or known: its key comes more than once in the
-- file, or it differs from what is stored. `grp` is one stored record, or one to be (the first rid of
-- its key); `place` its rank among the file's versions; `is_known` whether this version is stored.
CREATE TABLE memory.main.contested_rows AS
WITH repeated_keys AS (
    SELECT key_hash FROM memory.main.identified_rows GROUP BY key_hash HAVING count(*) > 1
),
known_versions AS (
    SELECT {number} AS number, content_hash FROM warehouse.main.{versions}
),
marked AS (
    SELECT
        identified.*,
        CASE
            WHEN number IS NULL THEN FALSE
            WHEN number IN (SELECT number FROM known_versions)
                THEN (number, content_hash) IN (FROM known_versions)
            ELSE content_hash = stored_hash
        END AS is_known
    FROM memory.main.identified_rows AS identified
),
contested AS (
    FROM marked
    WHERE (number IS NOT NULL AND NOT is_known) OR key_hash IN (FROM repeated_keys)
),
described AS (
    SELECT contested.*, {columns} FROM contested JOIN {staged} AS staged USING (rid)
)
SELECT
    rid, file_no, item, is_first, content_hash, number, is_known,
    min(rid) OVER (PARTITION BY key_hash, {key}) AS grp,
    row_number() OVER (PARTITION BY key_hash, {key} ORDER BY {rank}, rid) AS place
FROM described
