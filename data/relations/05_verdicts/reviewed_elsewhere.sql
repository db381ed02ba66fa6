-- One row per client and project, or source where both are unnamed, in which decisions that count were made on calls
-- outside the scope, as the stored relations have them.
SELECT DISTINCT
    f.client, f.project, CASE WHEN f.client IS NULL AND f.project IS NULL THEN f.source END AS source
FROM {stored}.reference_matches AS m
JOIN verdicts_given AS v ON v.verdict_no = m.record_no
JOIN {stored}.attempt_facts AS f ON f.attempt_no = m.attempt_no
ANTI JOIN scope AS s ON s.attempt_no = m.attempt_no
WHERE m.record_kind = 'verdict' AND m.state = 'matched' AND v.decision <> 'pending'
    AND stage_rank(v.stage) >= $usable_from
