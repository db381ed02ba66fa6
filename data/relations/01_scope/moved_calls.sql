-- One row per call that time alone changed since the moment of the stored relations.
WITH timed AS (
    SELECT
        attempt_no, submitted_at,
        derived_time(started_at, submitted_at, queue_s) AS started_at,
        derived_time(completed_at, submitted_at, latency_s) AS completed_at
    FROM attempts
)

SELECT attempt_no FROM {stored}.asset_outcomes WHERE settles_at > $resolved_at AND settles_at <= $as_of
UNION
SELECT attempt_no
FROM timed
WHERE (submitted_at > $resolved_at AND submitted_at <= $as_of)
    OR (started_at > $resolved_at AND started_at <= $as_of)
    OR (completed_at > $resolved_at AND completed_at <= $as_of)
UNION
SELECT m.attempt_no
FROM {stored}.reference_matches AS m
JOIN changed_verdicts AS v ON v.verdict_no = m.record_no
WHERE m.record_kind = 'verdict' AND m.attempt_no IS NOT NULL
