-- One row per week of the selection in which something will yet be settled, by a word or by time.
SELECT DISTINCT {week} AS week
FROM attempt_facts
WHERE {where} AND NOT is_breakage AND (
    (
        status IN ('running', 'unknown')
        AND submitted_at > CAST(getvariable('asked_at') AS TIMESTAMP) - to_seconds({verdict_window_s})
    )
    OR attempt_no IN (
        SELECT attempt_no
        FROM asset_outcomes
        WHERE outcome = 'pending' AND (
            settles_at IS NOT NULL
            OR standing_at > CAST(getvariable('asked_at') AS TIMESTAMP) - to_seconds({verdict_window_s})
        )
    )
)
