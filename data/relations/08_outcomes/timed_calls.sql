-- One row per call up to the moment, with what time alone decides of its outputs.
WITH ready AS (
    SELECT c.*, b.first_usable_at, coalesce(c.completed_at, c.submitted_at) AS ready_at
    FROM costed_calls AS c
    LEFT JOIN usable_briefs AS b ON b.brief_no = c.brief_no
)

SELECT
    *,
    CASE WHEN n_outputs > 0 THEN settling_time(ready_at, first_usable_at) END AS settles_at,
    CASE WHEN n_outputs > 0 THEN silent_fate(settles_at) END AS fate,
    CASE WHEN fate = 'not_selected' THEN window_passed(settles_at, ready_at, first_usable_at) END AS not_selected_by
FROM ready
