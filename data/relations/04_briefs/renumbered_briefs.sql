-- One row per brief whose earliest call is one that came in by lineage. `group_no` is the number so far.
WITH members AS (
    SELECT group_no, attempt_no FROM inherited_briefs
    UNION
    SELECT group_no, group_no FROM inherited_briefs
),

earliest AS (
    SELECT
        m.group_no,
        arg_min(m.attempt_no, {'submitted_at': c.submitted_at, 'source': c.source, 'source_id': c.source_id})
            AS brief_no
    FROM members AS m
    JOIN calls AS c ON c.attempt_no = m.attempt_no
    GROUP BY m.group_no
)

SELECT group_no, brief_no FROM earliest WHERE brief_no <> group_no
