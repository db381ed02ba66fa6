-- One row per record in conflict: merged column by column from all its versions, the best first.
CREATE TABLE memory.main.merged_rows AS
WITH placed AS (
    SELECT *, row_number() OVER (PARTITION BY {number} ORDER BY {rank}) AS place
    FROM warehouse.main.{versions}
    WHERE {number} IN (SELECT number FROM memory.main.conflicts)
),
ranked AS (
    SELECT *, first_value({leading}) OVER (PARTITION BY {number} ORDER BY place) AS best FROM placed
),
merged AS (
    SELECT
        {number},
        min(file_no) AS file_no,
        arg_min(line, struct_pack(f := file_no, l := line)) AS line,
        {merged}
    FROM ranked
    GROUP BY {number}
)
SELECT
    merged.*,
    {content_hash} AS content_hash,
    stored.content_hash AS hash_before
FROM merged
LEFT JOIN (SELECT {number}, content_hash FROM warehouse.main.{table}) AS stored USING ({number})
