-- One row per week of the selection in which something will yet be settled, as sums by day tell it.
SELECT DISTINCT {week} AS week
FROM {unsettled_days}
WHERE {where} AND (
    settles
    OR greatest(last_open_at, last_standing_at)
    > CAST(getvariable('asked_at') AS TIMESTAMP) - to_seconds({verdict_window_s})
)
