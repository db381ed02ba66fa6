-- One row: how many calls look like one of another source that no common id makes the same: same model, user
-- and prompt within two seconds.
WITH alike AS (
    SELECT lower(model) AS model, "user", prompt_sha256
    FROM attempts
    WHERE prompt_sha256 IS NOT NULL AND submitted_at <= $as_of
    GROUP BY ALL
    HAVING min(source) <> max(source)
),

ordered AS (
    SELECT
        a.source,
        min(a.source) OVER within_two_seconds AS lowest_source, max(a.source) OVER within_two_seconds AS highest_source
    FROM attempts AS a
    JOIN alike AS l
        ON l.prompt_sha256 = a.prompt_sha256 AND l.model IS NOT DISTINCT FROM lower(a.model)
        AND l."user" IS NOT DISTINCT FROM a."user"
    WHERE a.submitted_at <= $as_of AND a.attempt_no NOT IN (SELECT attempt_no FROM {target}.merged_attempts)
    WINDOW within_two_seconds AS (
        PARTITION BY lower(a.model), a."user", a.prompt_sha256
        ORDER BY a.submitted_at RANGE BETWEEN INTERVAL 2 SECONDS PRECEDING AND INTERVAL 2 SECONDS FOLLOWING
    )
)

SELECT count(*) FILTER (WHERE lowest_source <> highest_source) AS n FROM ordered
