-- One row per output from which an output was made whose approval holds.
SELECT DISTINCT l.parent_attempt_no AS attempt_no, l.parent_index AS output_index
FROM kept_approvals AS a
JOIN output_links AS l
    ON l.child_attempt_no = a.attempt_no AND coalesce(l.child_index, a.output_index) = a.output_index
