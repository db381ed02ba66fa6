-- One row per output from which one was made that is approved (`made_into` = 'approved') or was finally rejected by
-- the client or in audit ('rejected').
SELECT DISTINCT 'approved' AS made_into, l.parent_attempt_no AS attempt_no, l.parent_index AS output_index
FROM approved_outputs AS a
JOIN output_links AS l
    ON l.child_attempt_no = a.attempt_no AND coalesce(l.child_index, a.output_index) = a.output_index
UNION
SELECT 'rejected', l.parent_attempt_no, l.parent_index
FROM standing_decisions AS d
JOIN output_links AS l
    ON l.child_attempt_no = d.attempt_no AND coalesce(l.child_index, d.output_index) = d.output_index
WHERE d.decision = 'rejected' AND d.stage IN ('client', 'audit')
