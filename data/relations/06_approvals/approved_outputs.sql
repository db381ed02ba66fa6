-- One row per delivered output whose standing decision is an approval that counts.
SELECT d.attempt_no, d.output_index, d.decided_at
FROM standing_decisions AS d
JOIN outputs AS o ON o.attempt_no = d.attempt_no AND o.output_index = d.output_index
JOIN ended_calls AS c ON c.attempt_no = d.attempt_no AND c.n_outputs > 0 AND c.submitted_at <= $as_of
LEFT JOIN described_outputs AS f ON f.attempt_no = d.attempt_no AND f.output_index = d.output_index
WHERE d.decision = 'approved' AND d.stage_rank >= $usable_from AND f.blocked IS NOT TRUE
