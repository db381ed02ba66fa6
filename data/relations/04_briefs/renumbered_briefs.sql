-- One row per brief whose earliest call is one that came in by lineage. `group_no` is the number so far.
SELECT
    m.group_no,
    arg_min(m.attempt_no, {'submitted_at': c.submitted_at, 'source': c.source, 'source_id': c.source_id}) AS brief_no
FROM (
    SELECT group_no, attempt_no FROM inherited_briefs
    UNION
    SELECT group_no, group_no FROM inherited_briefs
) AS m
JOIN calls AS c ON c.attempt_no = m.attempt_no
GROUP BY m.group_no
HAVING brief_no <> m.group_no
