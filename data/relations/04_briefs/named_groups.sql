-- One row per call up to the moment, with its brief where a log names one.
SELECT
    c.*,
    CASE WHEN c.brief_id IS NOT NULL THEN coalesce(b.brief_no, c.attempt_no) END AS named_brief_no
FROM ended_calls AS c
LEFT JOIN named_briefs AS b
    ON b.brief_id = c.brief_id
    AND b.client IS NOT DISTINCT FROM c.client AND b.project IS NOT DISTINCT FROM c.project
WHERE c.submitted_at <= $as_of
