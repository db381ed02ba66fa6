-- One row per call with outputs of which none was judged, used, blocked or weighed: they share its fate.
SELECT
    f.attempt_no, f.n_outputs, f.shares_fate, f.cost,
    CASE WHEN f.n_outputs > 1 THEN even_share(f.cost, f.n_outputs) END AS even_share,
    CASE WHEN f.outputs_pending > 0 THEN 'pending' ELSE 'not_selected' END AS outcome,
    CASE
        WHEN f.outputs_pending > 0 THEN NULL
        WHEN f.outputs_not_selected_by_selection > 0 THEN 'selection'
        ELSE 'verdict'
    END AS not_selected_by,
    CASE WHEN f.outputs_pending > 0 AND f.is_reviewed
        THEN settling_time(coalesce(f.completed_at, f.submitted_at), b.first_usable_at)
    END AS settles_at
FROM resolved_facts AS f
ANTI JOIN touched_calls AS t ON t.attempt_no = f.attempt_no
LEFT JOIN usable_briefs AS b ON b.brief_no = f.brief_no
WHERE f.n_outputs > 0
