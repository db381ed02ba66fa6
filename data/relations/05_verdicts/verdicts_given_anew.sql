-- One row per verdict that was given several times under one id, as it stood at the moment: what the latest version
-- up to then says, or the one before it where that one says nothing. A reason belongs to its decision.
WITH placed AS (
    SELECT
        *,
        row_number() OVER latest_first AS place,
        first_value(decision) OVER latest_first AS standing
    FROM verdict_versions
    WHERE decided_at <= $as_of AND counts_as_used(source)
    WINDOW latest_first AS (
        PARTITION BY verdict_no
        ORDER BY
            decided_at DESC, updated_at DESC NULLS LAST,
            CASE decision WHEN 'rejected' THEN 0 WHEN 'needs_edit' THEN 1 WHEN 'approved' THEN 2 ELSE 3 END,
            content_hash
    )
)

SELECT
    verdict_no,
    min(source) AS source,
    min(standing) AS decision,
    max(decided_at) AS decided_at,
    used_stage(min(source), arg_min(stage, place) FILTER (WHERE stage IS NOT NULL)) AS stage,
    arg_min(reason, place) FILTER (WHERE reason IS NOT NULL AND decision = standing) AS reason,
    arg_min(reviewer, place) FILTER (WHERE reviewer IS NOT NULL) AS reviewer,
    arg_min(review_seconds, place) FILTER (WHERE review_seconds IS NOT NULL) AS review_seconds,
    min(content_hash) AS content_hash
FROM placed
GROUP BY verdict_no
