-- One row per decision on an output of a selection, up to the moment, the earliest first. Without an index it is one on
-- every output of the attempt.
SELECT
    m.attempt_no, m.output_index, v.decision, coalesce(v.stage, 'qc') AS stage, v.decided_at, v.reviewer, v.reason, v.source
FROM (SELECT * FROM attempt_facts WHERE {where}) AS f
JOIN reference_matches AS m ON m.attempt_no = f.attempt_no AND m.record_kind = 'verdict' AND m.state = 'matched'
JOIN verdicts AS v ON v.verdict_no = m.record_no
WHERE v.decided_at <= CAST(getvariable('asked_at') AS TIMESTAMP)
ORDER BY v.decided_at, stage, v.decision, m.output_index
LIMIT ?
