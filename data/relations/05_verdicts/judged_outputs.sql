-- One row per decision up to the moment on one output; a use counts as one where no person decided.
SELECT
    g.attempt_no, g.output_index, g.verdict_no, g.stage, g.stage_rank, g.decision, g.decided_at, g.worse_first, g.reviewer,
    g.content_hash
FROM given_decisions AS g
LEFT JOIN explicitly_judged AS e ON e.attempt_no = g.attempt_no AND e.output_index = g.output_index
WHERE NOT (g.is_by_use AND e.attempt_no IS NOT NULL)
