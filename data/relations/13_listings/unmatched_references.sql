-- One row per verdict whose reference fits no asset, or several, the latest first.
SELECT v.asset_ref AS ref, r.state, v.decision, coalesce(v.stage, 'qc') AS stage, v.decided_at, v.reviewer, v.source
FROM reference_matches AS r
JOIN verdicts AS v ON v.verdict_no = r.record_no
WHERE r.record_kind = 'verdict' AND r.state <> 'matched' AND v.decision <> 'pending'
    AND v.decided_at <= (SELECT max(resolved_at) FROM resolutions)
ORDER BY v.decided_at DESC, v.source, v.asset_ref, v.stage
LIMIT ?
