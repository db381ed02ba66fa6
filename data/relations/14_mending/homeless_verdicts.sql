-- One row per source and state of verdicts that count for no output: unmatched (nothing is called so) or ambiguous.
SELECT v.source, r.state, count(*) AS verdicts, count(DISTINCT v.asset_ref) AS outputs, min(v.asset_ref) AS first_ref
FROM reference_matches AS r
JOIN verdicts AS v ON v.verdict_no = r.record_no
WHERE r.record_kind = 'verdict' AND r.state <> 'matched'
    AND v.decided_at <= (SELECT max(resolved_at) FROM resolutions)
GROUP BY v.source, r.state
ORDER BY verdicts DESC, v.source, r.state
