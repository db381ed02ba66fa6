-- One row per verdict up to the moment, as it is stored. At which stage a use counts, if at any, the settings say.
SELECT verdict_no, source, decision, decided_at, used_stage(source, stage) AS stage, reason, reviewer, review_seconds, content_hash
FROM verdicts
WHERE decided_at <= $as_of AND counts_as_used(source)
