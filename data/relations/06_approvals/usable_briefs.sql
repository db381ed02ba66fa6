-- One row per brief with a usable asset: when the first was decided, and when the first was completed.
SELECT
    c.brief_no, min(a.decided_at) AS first_usable_at,
    min(coalesce(c.completed_at, c.submitted_at)) AS first_usable_completed_at
FROM kept_approvals AS a
ANTI JOIN used_outputs AS u ON u.attempt_no = a.attempt_no AND u.output_index = a.output_index
JOIN grouped_calls AS c ON c.attempt_no = a.attempt_no
GROUP BY c.brief_no
