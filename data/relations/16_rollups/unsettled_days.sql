-- One row per local day, values of some dimensions and status in which something may yet be settled: the last calls of
-- unknown end, whether time settles an output, and the last word on one that still waits.
WITH pending AS (
    SELECT attempt_no, bool_or(settles_at IS NOT NULL) AS settles, max(standing_at) AS standing_at
    FROM asset_outcomes
    WHERE outcome = 'pending'
    GROUP BY attempt_no
)

SELECT
    $dimensions,
    date_trunc('day', local_submitted_at) AS local_submitted_at, min(submitted_at) AS submitted_at, status,
    max(submitted_at) FILTER (WHERE status IN ('running', 'unknown')) AS last_open_at,
    coalesce(bool_or(settles), FALSE) AS settles, max(standing_at) AS last_standing_at
FROM attempt_facts
LEFT JOIN pending USING (attempt_no)
WHERE NOT is_breakage AND (status IN ('running', 'unknown') OR settles IS NOT NULL)
GROUP BY $dimensions, date_trunc('day', local_submitted_at), status
