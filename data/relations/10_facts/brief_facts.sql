-- One row per brief, as its earliest call has it, with all of its calls. Most briefs have one call: those of several
-- alone are grouped by operation and prompt.
WITH calls_of_briefs AS (
    SELECT brief_no, operation_key, prompt_key, tier, status, outputs_usable, outputs_pending, cost FROM resolved_facts
),

summed AS (
    SELECT
        brief_no, count(*) AS n_attempts, sum(outputs_usable) AS n_usable, sum(cost) AS cost,
        sum(outputs_pending) = 0 AND count(*) FILTER (WHERE status IN ('running', 'unknown')) = 0 AS is_at_rest,
        bool_or(tier = 'refine') AS is_refined
    FROM calls_of_briefs
    GROUP BY brief_no
),

calls_of_several AS (
    SELECT brief_no, operation_key, prompt_key, tier FROM calls_of_briefs
    WHERE brief_no IN (SELECT brief_no FROM summed WHERE n_attempts > 1)
),

operations AS (
    SELECT
        brief_no,
        count(*) FILTER (WHERE tier = 'generate') AS n_generate, count(*) FILTER (WHERE tier = 'refine') AS n_refine
    FROM (SELECT brief_no, operation_key, tier FROM calls_of_several WHERE tier <> 'upscale' GROUP BY ALL)
    GROUP BY brief_no
),

prompts AS (
    SELECT brief_no, count(*) AS n_prompts
    FROM (SELECT DISTINCT brief_no, prompt_key FROM calls_of_several WHERE prompt_key IS NOT NULL)
    GROUP BY brief_no
)

SELECT
    s.brief_no, e.client, e.project, e.campaign, e.team, e."user", e.channel, e.provider, e.model, e.model_family,
    e.variant, e.operation, e.tier, e.media, e.source, NULL AS status, e.brief, e.submitted_at, e.local_submitted_at,
    s.n_attempts, s.n_usable, s.n_usable > 0 OR s.is_at_rest AS settled,
    CASE WHEN s.n_attempts > 1 THEN coalesce(o.n_generate, 0) ELSE CAST(e.tier = 'generate' AS BIGINT) END AS n_generate_operations,
    greatest(n_generate_operations - 1, 0) AS n_rerolls,
    CASE WHEN s.n_attempts > 1 THEN coalesce(o.n_refine, 0) ELSE CAST(e.tier = 'refine' AS BIGINT) END AS n_refine_operations,
    settled AND (s.is_refined OR n_generate_operations >= 2) AS reworked,
    settled AND NOT reworked AND s.n_usable > 0 AND e.outputs_usable + e.outputs_contributed > 0 AS first_pass,
    CASE WHEN s.n_attempts > 1 THEN coalesce(p.n_prompts, 0) ELSE CAST(e.prompt_key IS NOT NULL AS BIGINT) END AS n_prompts,
    e.submitted_at AS first_submitted_at, u.first_usable_at, u.first_usable_completed_at,
    CASE WHEN u.brief_no IS NOT NULL
        THEN greatest(seconds_between(e.submitted_at, u.first_usable_completed_at), 0)
    END AS time_to_first_usable_s,
    settled AND s.n_usable = 0 AS never_usable, s.cost
FROM summed AS s
JOIN (FROM resolved_facts WHERE attempt_no = brief_no) AS e ON e.brief_no = s.brief_no
LEFT JOIN operations AS o ON o.brief_no = s.brief_no
LEFT JOIN prompts AS p ON p.brief_no = s.brief_no
LEFT JOIN usable_briefs AS u ON u.brief_no = s.brief_no
