-- One row per output on which a person decided, at a stage that counts: what it was used for says nothing more there.
SELECT DISTINCT attempt_no, output_index
FROM given_decisions
WHERE NOT is_by_use AND stage_rank >= $usable_from
