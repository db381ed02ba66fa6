-- One row per brief, kind of work (client, operation), channel and model of the selection: what was spent and what came
-- of it, of which it is known, and the part of the recent weeks. `name_no` numbers the channel's models, `kind_no` the
-- kinds of work.
WITH files AS (
    SELECT attempt_no, count(has_friction) AS held, count(*) FILTER (WHERE NOT has_friction) AS fitting
    FROM asset_uses
    GROUP BY attempt_no
),

told AS (
    SELECT attempt_no, count(*) AS told, count(*) FILTER (WHERE list_contains(?, reason)) AS against_rules
    FROM asset_outcomes
    WHERE outcome = 'rejected' AND reason IS NOT NULL
    GROUP BY attempt_no
)

SELECT
    f.brief_no, f.client, f.operation, f.channel, f.model,
    dense_rank() OVER (ORDER BY f.channel, f.model) AS name_no,
    dense_rank() OVER (ORDER BY f.client, f.operation) AS kind_no,
    coalesce(count(f.cost) = count(*) AND sum(f.outputs_pending) = 0 AND bool_and(f.is_reviewed), FALSE) AS is_told,
    CAST(coalesce(sum(f.cost), 0) AS DOUBLE) AS money,
    CAST(sum(f.outputs_usable) + sum(f.outputs_contributed) AS BIGINT) AS accepted,
    CAST(sum(f.outputs_rejected) + sum(f.outputs_not_selected) AS BIGINT) AS discarded,
    CAST(coalesce(sum(f.outputs_usable) FILTER (WHERE f.submitted_at >= ?), 0) AS BIGINT) AS recent_usable,
    CAST(
        coalesce(sum(f.outputs_usable + f.outputs_contributed) FILTER (WHERE f.submitted_at >= ?), 0) AS BIGINT
    ) AS recent_accepted,
    CAST(sum(f.sets_asked) AS BIGINT) AS sets_asked, CAST(sum(f.sets_passed) AS BIGINT) AS sets_passed,
    CAST(sum(f.adherence_known) AS BIGINT) AS sizes_known, CAST(sum(f.adherence_met) AS BIGINT) AS sizes_met,
    CAST(coalesce(sum(files.held), 0) AS BIGINT) AS files_held,
    CAST(coalesce(sum(files.fitting), 0) AS BIGINT) AS files_fitting,
    CAST(coalesce(sum(told.told), 0) AS BIGINT) AS rejected_with_reason,
    CAST(coalesce(sum(told.against_rules), 0) AS BIGINT) AS against_rules
FROM (
    SELECT *
    FROM attempt_facts
    WHERE {where} AND channel IS NOT NULL AND model IS NOT NULL AND brief_no IS NOT NULL AND NOT cache_hit
) AS f
LEFT JOIN files ON files.attempt_no = f.attempt_no
LEFT JOIN told ON told.attempt_no = f.attempt_no
GROUP BY f.brief_no, f.client, f.operation, f.channel, f.model
ORDER BY f.channel, f.model, f.brief_no, f.client, f.operation
