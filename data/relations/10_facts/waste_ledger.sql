-- One row per share of money; the shares sum to spend.
SELECT
    f.attempt_no, o.output_index, o.outcome AS line, o.money, 1 AS outputs,
    o.outcome, o.reason, o.reviewer, o.standing_stage AS stage,
    f.brief_no, f.client, f.project, f.campaign, f.team, f."user", f.channel, f.provider, f.model,
    f.model_family, f.variant, f.operation, f.tier, f.media, f.source, f.status, f.brief,
    f.submitted_at, f.local_submitted_at, f.is_reviewed
FROM {facts}asset_outcomes AS o
JOIN {facts}attempt_facts AS f ON f.attempt_no = o.attempt_no
UNION ALL
SELECT
    f.attempt_no, NULL,
    CASE WHEN f.is_breakage THEN 'breakage' WHEN f.status = 'running' THEN 'unknown' ELSE f.status END,
    f.cost, 0,
    CASE WHEN f.is_breakage THEN 'breakage' ELSE f.status END, NULL, NULL, NULL,
    f.brief_no, f.client, f.project, f.campaign, f.team, f."user", f.channel, f.provider, f.model,
    f.model_family, f.variant, f.operation, f.tier, f.media, f.source, f.status, f.brief,
    f.submitted_at, f.local_submitted_at, f.is_reviewed
FROM {facts}attempt_facts AS f
WHERE f.n_outputs = 0
