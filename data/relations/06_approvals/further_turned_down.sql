-- One row per output from which one of turned_down was made, with the same time.
SELECT DISTINCT l.parent_attempt_no AS attempt_no, l.parent_index AS output_index, t.rejected_at
FROM turned_down AS t
JOIN output_links AS l
    ON l.child_attempt_no = t.attempt_no AND coalesce(l.child_index, t.output_index) = t.output_index
