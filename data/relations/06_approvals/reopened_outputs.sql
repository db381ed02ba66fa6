-- One row per approved output that is open again: what was made from it was finally rejected after its own approval.
SELECT a.attempt_no, a.output_index, max(t.rejected_at) AS rejected_at
FROM approved_outputs AS a
JOIN turned_down AS t ON t.attempt_no = a.attempt_no AND t.output_index = a.output_index
WHERE t.rejected_at > a.decided_at AND $rejection_reopens
GROUP BY a.attempt_no, a.output_index
