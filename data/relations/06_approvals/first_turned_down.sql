-- One row per output and time at which the client or an audit finally rejected what was made directly from it.
SELECT DISTINCT l.parent_attempt_no AS attempt_no, l.parent_index AS output_index, d.decided_at AS rejected_at
FROM standing_decisions AS d
JOIN output_links AS l
    ON l.child_attempt_no = d.attempt_no AND coalesce(l.child_index, d.output_index) = d.output_index
WHERE d.decision = 'rejected' AND d.stage IN ('client', 'audit')
