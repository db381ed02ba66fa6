-- One row per staged record that is stored as it is: its key is new and all its copies are alike.
CREATE TABLE memory.main.fresh_rows AS
WITH plain AS (
    SELECT rid FROM memory.main.identified_rows
    WHERE number IS NULL AND rid NOT IN (SELECT rid FROM memory.main.contested_rows)
),
alike AS (
    SELECT grp AS rid FROM memory.main.contested_rows
    GROUP BY grp HAVING max(number) IS NULL AND count(DISTINCT content_hash) = 1
)
SELECT rid, {base} + row_number() OVER (ORDER BY {in_order}) AS number
FROM {staged}
WHERE rid IN (FROM plain UNION ALL FROM alike)
