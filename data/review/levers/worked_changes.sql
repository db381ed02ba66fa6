-- One row per brief of the selection that was begun over or edited: what re-rolls (generate-tier operations after its
-- first) and edits (refine-tier operations) cost and brought; only where all is priced, decided and reviewed.
WITH operations AS (
    SELECT
        brief_no, operation_key, tier, min(client) AS client, min(media) AS media, sum(cost) AS money,
        sum(outputs_usable) + sum(outputs_contributed) AS accepted, min(submitted_at) AS begun_at,
        count(cost) = count(*) AND sum(outputs_pending) = 0 AND bool_and(is_reviewed) AS is_told
    FROM attempt_facts
    WHERE {where} AND tier IN ('generate', 'refine') AND brief_no IS NOT NULL
    GROUP BY brief_no, operation_key, tier
),

numbered AS (
    SELECT *, row_number() OVER (PARTITION BY brief_no, tier ORDER BY begun_at, operation_key) AS nth FROM operations
)

SELECT
    min(client) AS client, min(media) AS media,
    CAST(coalesce(sum(money) FILTER (WHERE tier = 'generate'), 0) AS DOUBLE) AS reroll_money,
    CAST(coalesce(sum(accepted) FILTER (WHERE tier = 'generate'), 0) AS BIGINT) AS reroll_accepted,
    count(*) FILTER (WHERE tier = 'generate') AS rerolls,
    CAST(coalesce(sum(money) FILTER (WHERE tier = 'refine'), 0) AS DOUBLE) AS edit_money,
    CAST(coalesce(sum(accepted) FILTER (WHERE tier = 'refine'), 0) AS BIGINT) AS edit_accepted,
    count(*) FILTER (WHERE tier = 'refine') AS edits,
    max(begun_at) FILTER (WHERE tier = 'generate') >= ? AS is_recent
FROM numbered
WHERE tier = 'refine' OR nth > 1
GROUP BY brief_no
HAVING bool_and(is_told)
ORDER BY brief_no
