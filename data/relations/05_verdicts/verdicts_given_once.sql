-- One row per verdict up to the moment, as it is stored.
SELECT verdict_no, source, decision, decided_at, stage, reason, reviewer, review_seconds, content_hash
FROM verdicts
WHERE decided_at <= $as_of
