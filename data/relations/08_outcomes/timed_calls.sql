-- One row per call up to the moment, with what time alone decides of its outputs.
SELECT
    c.*, b.first_usable_at,
    CASE WHEN c.n_outputs > 0 THEN settling_time(coalesce(c.completed_at, c.submitted_at), b.first_usable_at) END
        AS settles_at,
    CASE WHEN c.n_outputs = 0 THEN NULL WHEN settles_at <= $as_of THEN 'not_selected' ELSE 'pending' END AS fate,
    coalesce(
        settles_at <= $as_of AND b.first_usable_at IS NOT NULL
        AND settles_at = greatest(coalesce(c.completed_at, c.submitted_at), b.first_usable_at) + $selection_window, FALSE
    ) AS is_outshone
FROM costed_calls AS c
LEFT JOIN usable_briefs AS b ON b.brief_no = c.brief_no
