-- One row per call that a link touches, with its brief where a log names one.
SELECT attempt_no, submitted_at, source, source_id, named_brief_no AS brief_no
FROM named_groups
WHERE attempt_no IN (
    SELECT attempt_no FROM unnamed_links
    UNION ALL
    SELECT linked_attempt_no FROM unnamed_links
)
