-- One row per approved output whose approval holds: nothing made from it was finally rejected since.
SELECT a.attempt_no, a.output_index, a.decided_at
FROM approved_outputs AS a
ANTI JOIN reopened_outputs AS r ON r.attempt_no = a.attempt_no AND r.output_index = a.output_index
