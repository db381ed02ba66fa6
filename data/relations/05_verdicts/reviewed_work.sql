-- One row per client and project, or source where both are unnamed, in which decisions that count are known to be
-- made: only there does silence mean that an output is not wanted.
SELECT DISTINCT
    c.client, c.project, CASE WHEN c.client IS NULL AND c.project IS NULL THEN c.source END AS source, TRUE AS is_known
FROM matches AS m
JOIN verdicts_given AS v ON v.verdict_no = m.record_no
JOIN calls AS c ON c.attempt_no = m.attempt_no
WHERE m.record_kind = 'verdict' AND m.state = 'matched' AND v.decision <> 'pending' AND c.submitted_at <= $as_of
    AND stage_rank(v.stage) >= $usable_from
UNION
SELECT client, project, source, TRUE FROM reviewed_elsewhere
