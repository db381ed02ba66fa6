-- One row per output from which one of used_outputs was made.
SELECT DISTINCT l.parent_attempt_no AS attempt_no, l.parent_index AS output_index
FROM used_outputs AS u
JOIN output_links AS l
    ON l.child_attempt_no = u.attempt_no AND coalesce(l.child_index, u.output_index) = u.output_index
