-- One row per call that several sources logged: the leading row, its NULLs filled by the others in turn; the columns of
-- unmerged_calls in their order. A cost comes with its currency, a quantity with its unit, an operation with the
-- source that named it. An end that is not known (unknown, running) is filled like a NULL; so is n_requested,
-- whose 1 may be the default. An empty list of outputs gives way to one with any, an estimating gateway's 0 to a cost.
WITH logged AS (
    SELECT
        a.* REPLACE (
            -- That nothing came is said by a success alone: the list of a call that still runs is empty too.
            CASE WHEN array_length(a.output_uris) > 0 OR a.status = 'succeeded' THEN a.output_uris END AS output_uris,
            nullif(a.parent_asset_ids, []) AS parent_asset_ids, nullif(a.tags, []) AS tags,
            -- When a call was only seen to be submitted, another log may know better. A duration counts from the
            -- submit of its own log.
            nullif(a.submitted_at, a.seen_at) AS submitted_at,
            derived_time(a.started_at, nullif(a.submitted_at, a.seen_at), a.queue_s) AS started_at,
            derived_time(a.completed_at, nullif(a.submitted_at, a.seen_at), a.latency_s) AS completed_at
        ),
        c.lead_attempt_no, c.fill_rank,
        c.fill_rank + CASE a.status WHEN 'unknown' THEN 1000 WHEN 'running' THEN 2000 ELSE 0 END AS status_rank,
        c.fill_rank + CASE
            WHEN a.reported_cost = 0 AND s.costs_are_estimates AND a.cache_hit IS NOT TRUE THEN 1000 ELSE 0
        END AS cost_rank,
        CASE
            WHEN a.reported_cost = 0 AND a.status <> 'succeeded' AND s.costs_are_estimates THEN NULL
            WHEN a.reported_cost IS NOT NULL
                THEN {'cost': a.reported_cost, 'currency': a.currency, 'source': a.source}
        END AS reported,
        CASE WHEN a.units IS NOT NULL THEN {'units': a.units, 'unit': a.unit} END AS quantity,
        CASE WHEN a.operation_id IS NOT NULL THEN {'id': a.operation_id, 'source': a.source} END AS named_operation
    FROM attempts_in_scope AS a
    JOIN same_calls AS c ON c.attempt_no = a.attempt_no
    LEFT JOIN sources AS s ON s.source = a.source
),

filled AS (
    SELECT
        lead_attempt_no AS attempt_no,
        arg_min(source, fill_rank) FILTER (source IS NOT NULL) AS source,
        arg_min(source_id, fill_rank) FILTER (source_id IS NOT NULL) AS source_id,
        arg_min(submitted_at, fill_rank) FILTER (submitted_at IS NOT NULL) AS submitted_at,
        arg_min(status, status_rank) FILTER (status IS NOT NULL) AS status,
        arg_min(named_operation, fill_rank) FILTER (named_operation IS NOT NULL) AS named_operation,
        arg_min(brief_id, fill_rank) FILTER (brief_id IS NOT NULL) AS brief_id,
        arg_min(client, fill_rank) FILTER (client IS NOT NULL) AS client,
        arg_min(project, fill_rank) FILTER (project IS NOT NULL) AS project,
        arg_min(campaign, fill_rank) FILTER (campaign IS NOT NULL) AS campaign,
        arg_min(team, fill_rank) FILTER (team IS NOT NULL) AS team,
        arg_min("user", fill_rank) FILTER ("user" IS NOT NULL) AS "user",
        arg_min(tier, fill_rank) FILTER (tier IS NOT NULL) AS tier,
        arg_min(operation, fill_rank) FILTER (operation IS NOT NULL) AS operation,
        arg_min(channel, fill_rank) FILTER (channel IS NOT NULL) AS channel,
        arg_min(provider, fill_rank) FILTER (provider IS NOT NULL) AS provider,
        arg_min(model, fill_rank) FILTER (model IS NOT NULL) AS model,
        arg_min(variant, fill_rank) FILTER (variant IS NOT NULL) AS variant,
        arg_min(prompt_sha256, fill_rank) FILTER (prompt_sha256 IS NOT NULL) AS prompt_sha256,
        arg_min(prompt_chars, fill_rank) FILTER (prompt_chars IS NOT NULL) AS prompt_chars,
        arg_min(prompt, fill_rank) FILTER (prompt IS NOT NULL) AS prompt,
        arg_min(seed, fill_rank) FILTER (seed IS NOT NULL) AS seed,
        arg_min(requested_width, fill_rank) FILTER (requested_width IS NOT NULL) AS requested_width,
        arg_min(requested_height, fill_rank) FILTER (requested_height IS NOT NULL) AS requested_height,
        arg_min(requested_seconds, fill_rank) FILTER (requested_seconds IS NOT NULL) AS requested_seconds,
        max(n_requested) AS n_requested,
        arg_min(n_outputs, fill_rank) FILTER (n_outputs IS NOT NULL) AS n_outputs,
        coalesce(
            arg_min(output_uris, fill_rank) FILTER (array_length(output_uris) > 0),
            arg_min(output_uris, fill_rank) FILTER (output_uris IS NOT NULL)
        ) AS output_uris,
        arg_min(parent_asset_ids, fill_rank) FILTER (parent_asset_ids IS NOT NULL) AS parent_asset_ids,
        arg_min(started_at, fill_rank) FILTER (started_at IS NOT NULL) AS started_at,
        arg_min(completed_at, fill_rank) FILTER (completed_at IS NOT NULL) AS completed_at,
        arg_min(latency_s, fill_rank) FILTER (latency_s IS NOT NULL) AS latency_s,
        arg_min(queue_s, fill_rank) FILTER (queue_s IS NOT NULL) AS queue_s,
        arg_min(cache_hit, fill_rank) FILTER (cache_hit IS NOT NULL) AS cache_hit,
        arg_min(raw_status, fill_rank) FILTER (raw_status IS NOT NULL) AS raw_status,
        arg_min(error_code, fill_rank) FILTER (error_code IS NOT NULL) AS error_code,
        arg_min(provider_request_id, fill_rank) FILTER (provider_request_id IS NOT NULL) AS provider_request_id,
        arg_min(tokens_text_in, fill_rank) FILTER (tokens_text_in IS NOT NULL) AS tokens_text_in,
        arg_min(tokens_image_in, fill_rank) FILTER (tokens_image_in IS NOT NULL) AS tokens_image_in,
        arg_min(tokens_text_out, fill_rank) FILTER (tokens_text_out IS NOT NULL) AS tokens_text_out,
        arg_min(tokens_image_out, fill_rank) FILTER (tokens_image_out IS NOT NULL) AS tokens_image_out,
        arg_min(tokens_video_out, fill_rank) FILTER (tokens_video_out IS NOT NULL) AS tokens_video_out,
        arg_min(tokens_thinking, fill_rank) FILTER (tokens_thinking IS NOT NULL) AS tokens_thinking,
        arg_min(credits, fill_rank) FILTER (credits IS NOT NULL) AS credits,
        arg_min(account, fill_rank) FILTER (account IS NOT NULL) AS account,
        arg_min(updated_at, fill_rank) FILTER (updated_at IS NOT NULL) AS updated_at,
        arg_min(tags, fill_rank) FILTER (tags IS NOT NULL) AS tags,
        arg_min(seen_at, fill_rank) FILTER (seen_at IS NOT NULL) AS seen_at,
        arg_min(tokens_cached_in, fill_rank) FILTER (tokens_cached_in IS NOT NULL) AS tokens_cached_in,
        arg_min(reported, cost_rank) FILTER (reported IS NOT NULL) AS reported,
        arg_min(quantity, fill_rank) FILTER (quantity IS NOT NULL) AS quantity
    FROM logged
    GROUP BY lead_attempt_no
)

SELECT
    attempt_no, source, source_id, coalesce(submitted_at, seen_at) AS submitted_at, status, named_operation.id AS operation_id, brief_id, client,
    project, campaign, team, "user", tier, operation, channel, provider, model, variant, prompt_sha256,
    prompt_chars, prompt, seed, requested_width, requested_height, requested_seconds, n_requested, n_outputs,
    output_uris, parent_asset_ids, started_at, completed_at, latency_s, queue_s, cache_hit, raw_status,
    error_code, provider_request_id, tokens_text_in, tokens_image_in, tokens_text_out, tokens_image_out,
    tokens_video_out, tokens_thinking, quantity.units AS units, quantity.unit AS unit,
    reported.cost AS reported_cost, reported.currency AS currency, credits, account, updated_at, tags, seen_at,
    tokens_cached_in, reported.source AS cost_source, named_operation.source AS operation_source
FROM filled
