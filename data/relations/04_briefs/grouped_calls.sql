-- One row per call up to the moment with its brief: the one a log names, the one that came
-- by lineage, or its own. A brief is numbered by its earliest call and called as the log calls it, else by
-- the operation or the id of that call.
SELECT
    c.* EXCLUDE (named_brief_no),
    coalesce(r.brief_no, i.group_no, c.named_brief_no, c.attempt_no) AS brief_no,
    coalesce(i.brief, c.brief_id, c.operation_id, c.source_id) AS brief
FROM named_groups AS c
LEFT JOIN inherited_briefs AS i ON i.attempt_no = c.attempt_no
LEFT JOIN renumbered_briefs AS r ON r.group_no = coalesce(i.group_no, c.named_brief_no)
