-- One row per verdict that is matched anew, or of which a version or the call came due since the moment of the stored
-- relations.
WITH later_calls AS (
    SELECT coalesce(g.lead_attempt_no, a.attempt_no) AS attempt_no
    FROM attempts AS a
    LEFT JOIN {stored}.merged_attempts AS g ON g.attempt_no = a.attempt_no
    WHERE a.submitted_at > $resolved_at
)

SELECT record_no AS verdict_no FROM rematched_records WHERE record_kind = 'verdict'
UNION
SELECT verdict_no FROM verdicts WHERE decided_at > $resolved_at AND decided_at <= $as_of
UNION
SELECT verdict_no FROM verdict_versions WHERE decided_at > $resolved_at AND decided_at <= $as_of
UNION
SELECT record_no
FROM {stored}.reference_matches
WHERE record_kind = 'verdict' AND attempt_no IN (SELECT attempt_no FROM later_calls)
