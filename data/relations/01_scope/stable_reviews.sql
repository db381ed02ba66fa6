-- One row per client and project, or source where both are unnamed, in which a decision that counts stays as it is:
-- there, whether work is reviewed does not change.
SELECT DISTINCT
    f.client, f.project, CASE WHEN f.client IS NULL AND f.project IS NULL THEN f.source END AS source
FROM {stored}.reference_matches AS m
JOIN verdicts AS v ON v.verdict_no = m.record_no
JOIN {stored}.attempt_facts AS f ON f.attempt_no = m.attempt_no
ANTI JOIN changed_verdicts AS c ON c.verdict_no = v.verdict_no
WHERE m.record_kind = 'verdict' AND m.state = 'matched' AND v.decision <> 'pending' AND v.decided_at <= $resolved_at
    AND stage_rank(v.stage) >= $usable_from
