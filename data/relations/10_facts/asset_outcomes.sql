-- One row per output of a succeeded attempt. One output that was not judged, used or described is told by its attempt.
SELECT
    attempt_no, output_index, outcome, money, standing_decision, standing_stage, standing_at, reason, reviewer,
    not_selected_by, settles_at, uri, asset_id
FROM {facts}output_outcomes
UNION ALL
SELECT
    attempt_no, 0, waste_line, cost, NULL, NULL, NULL, NULL, NULL,
    CASE
        WHEN waste_line = 'pending' THEN NULL
        WHEN outputs_not_selected_by_selection > 0 THEN 'selection'
        ELSE 'verdict'
    END,
    settles_at, NULL, NULL
FROM {facts}resolved_attempts
WHERE shares_fate
