-- One row per logged attempt that is the same call as one of another source: they share a provider's
-- request id. Of several with that id in one source only the first can be the same call; an answer from a
-- cache, which repeats the id of the call it stored, comes after the others. The provider's own row leads.
WITH shared AS (
    SELECT provider_request_id
    FROM attempts_in_scope
    WHERE provider_request_id IS NOT NULL
    GROUP BY provider_request_id
    HAVING min(source) <> max(source)
),

first_of_source AS (
    SELECT
        a.attempt_no, a.provider_request_id, a.source, a.source_id, a.submitted_at,
        CASE s.origin WHEN 'provider' THEN 1 WHEN 'gateway' THEN 2 ELSE 3 END AS origin_rank
    FROM attempts_in_scope AS a
    JOIN shared ON shared.provider_request_id = a.provider_request_id
    LEFT JOIN sources AS s ON s.source = a.source
    QUALIFY row_number() OVER (
        PARTITION BY a.provider_request_id, a.source
        ORDER BY coalesce(a.cache_hit, FALSE), a.submitted_at, a.source_id
    ) = 1
)

SELECT
    attempt_no,
    first_value(attempt_no) OVER leading_first AS lead_attempt_no,
    row_number() OVER leading_first AS fill_rank
FROM first_of_source
WINDOW leading_first AS (
    PARTITION BY provider_request_id ORDER BY origin_rank, submitted_at, source, source_id
)
