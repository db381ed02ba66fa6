-- One row per call up to the moment, with what time alone decides of its outputs: nothing where its work is not known
-- to be reviewed.
WITH ready AS (
    SELECT
        c.*, b.first_usable_at, coalesce(c.completed_at, c.submitted_at) AS ready_at,
        coalesce(r.is_known, FALSE) AS is_reviewed
    FROM costed_calls AS c
    LEFT JOIN usable_briefs AS b ON b.brief_no = c.brief_no
    LEFT JOIN reviewed_work AS r
        ON r.client IS NOT DISTINCT FROM c.client AND r.project IS NOT DISTINCT FROM c.project
        AND r.source IS NOT DISTINCT FROM CASE WHEN c.client IS NULL AND c.project IS NULL THEN c.source END
)

SELECT
    *,
    CASE WHEN n_outputs > 0 AND is_reviewed THEN settling_time(ready_at, first_usable_at) END AS settles_at,
    CASE WHEN n_outputs > 0 THEN silent_fate(settles_at) END AS fate,
    CASE WHEN fate = 'not_selected' THEN window_passed(settles_at, ready_at, first_usable_at) END AS not_selected_by
FROM ready
