-- One row per attempt: as it was landed; or, where it was landed more than once, merged column by column from all that
-- was told of it, from the best content that knows the column. What overruled ones say of outputs and errors is not
-- the best one's; a time that was only seen gives way to one that was said; providers empty lists of old records.
WITH merged AS (
    SELECT
        attempt_no,
        min(content_hash) FILTER (WHERE place = 1) AS content_hash,
        arg_min(file_no, landed_as) AS file_no,
        arg_min(line, landed_as) FILTER (WHERE line IS NOT NULL) AS line,
        source,
        source_id,
        coalesce(
            arg_min(submitted_at, place) FILTER (WHERE submitted_at IS DISTINCT FROM seen_at), min(submitted_at)
        ) AS submitted_at,
        arg_min(status, place) FILTER (WHERE status IS NOT NULL) AS status,
        arg_min(operation_id, place) FILTER (WHERE operation_id IS NOT NULL) AS operation_id,
        arg_min(brief_id, place) FILTER (WHERE brief_id IS NOT NULL) AS brief_id,
        arg_min(client, place) FILTER (WHERE client IS NOT NULL) AS client,
        arg_min(project, place) FILTER (WHERE project IS NOT NULL) AS project,
        arg_min(campaign, place) FILTER (WHERE campaign IS NOT NULL) AS campaign,
        arg_min(team, place) FILTER (WHERE team IS NOT NULL) AS team,
        arg_min("user", place) FILTER (WHERE "user" IS NOT NULL) AS "user",
        arg_min(tier, place) FILTER (WHERE tier IS NOT NULL) AS tier,
        arg_min(operation, place) FILTER (WHERE operation IS NOT NULL) AS operation,
        arg_min(channel, place) FILTER (WHERE channel IS NOT NULL) AS channel,
        arg_min(provider, place) FILTER (WHERE provider IS NOT NULL) AS provider,
        arg_min(model, place) FILTER (WHERE model IS NOT NULL) AS model,
        arg_min(variant, place) FILTER (WHERE variant IS NOT NULL) AS variant,
        arg_min(prompt_sha256, place) FILTER (WHERE prompt_sha256 IS NOT NULL) AS prompt_sha256,
        arg_min(prompt_chars, place) FILTER (WHERE prompt_chars IS NOT NULL) AS prompt_chars,
        arg_min(prompt, place) FILTER (WHERE prompt IS NOT NULL) AS prompt,
        arg_min(seed, place) FILTER (WHERE seed IS NOT NULL) AS seed,
        arg_min(requested_width, place) FILTER (WHERE requested_width IS NOT NULL) AS requested_width,
        arg_min(requested_height, place) FILTER (WHERE requested_height IS NOT NULL) AS requested_height,
        arg_min(requested_seconds, place) FILTER (WHERE requested_seconds IS NOT NULL) AS requested_seconds,
        arg_min(n_requested, place) FILTER (WHERE n_requested IS NOT NULL) AS n_requested,
        arg_min(n_outputs, place) FILTER (WHERE n_outputs IS NOT NULL AND status = best) AS n_outputs,
        coalesce(
            arg_min(output_uris, place) FILTER (WHERE array_length(output_uris) > 0),
            arg_min(output_uris, place) FILTER (WHERE output_uris IS NOT NULL)
        ) AS output_uris,
        arg_min(parent_asset_ids, place) FILTER (WHERE parent_asset_ids IS NOT NULL) AS parent_asset_ids,
        arg_min(started_at, place) FILTER (WHERE started_at IS NOT NULL) AS started_at,
        coalesce(
            arg_min(completed_at, place)
                FILTER (WHERE completed_at IS NOT NULL AND completed_at IS DISTINCT FROM seen_at),
            min(completed_at)
        ) AS completed_at,
        arg_min(latency_s, place) FILTER (WHERE latency_s IS NOT NULL) AS latency_s,
        arg_min(queue_s, place) FILTER (WHERE queue_s IS NOT NULL) AS queue_s,
        arg_min(cache_hit, place) FILTER (WHERE cache_hit IS NOT NULL) AS cache_hit,
        arg_min(raw_status, place) FILTER (WHERE raw_status IS NOT NULL AND status = best) AS raw_status,
        arg_min(error_code, place) FILTER (WHERE error_code IS NOT NULL AND status = best) AS error_code,
        arg_min(provider_request_id, place) FILTER (WHERE provider_request_id IS NOT NULL) AS provider_request_id,
        arg_min(tokens_text_in, place) FILTER (WHERE tokens_text_in IS NOT NULL) AS tokens_text_in,
        arg_min(tokens_image_in, place) FILTER (WHERE tokens_image_in IS NOT NULL) AS tokens_image_in,
        arg_min(tokens_text_out, place) FILTER (WHERE tokens_text_out IS NOT NULL) AS tokens_text_out,
        arg_min(tokens_image_out, place) FILTER (WHERE tokens_image_out IS NOT NULL) AS tokens_image_out,
        arg_min(tokens_video_out, place) FILTER (WHERE tokens_video_out IS NOT NULL) AS tokens_video_out,
        arg_min(tokens_thinking, place) FILTER (WHERE tokens_thinking IS NOT NULL) AS tokens_thinking,
        arg_min(units, place) FILTER (WHERE units IS NOT NULL) AS units,
        arg_min(unit, place) FILTER (WHERE unit IS NOT NULL) AS unit,
        arg_min(reported_cost, place) FILTER (WHERE reported_cost IS NOT NULL) AS reported_cost,
        arg_min(currency, place) FILTER (WHERE currency IS NOT NULL) AS currency,
        arg_min(credits, place) FILTER (WHERE credits IS NOT NULL) AS credits,
        arg_min(account, place) FILTER (WHERE account IS NOT NULL) AS account,
        arg_min(updated_at, place) FILTER (WHERE updated_at IS NOT NULL) AS updated_at,
        arg_min(tags, place) FILTER (WHERE tags IS NOT NULL) AS tags,
        min(seen_at) AS seen_at,
        arg_min(tokens_cached_in, place) FILTER (WHERE tokens_cached_in IS NOT NULL) AS tokens_cached_in
    FROM attempt_contents
    GROUP BY attempt_no, source, source_id
)

SELECT l.landed_as AS attempt_no, l.* EXCLUDE (landed_as)
FROM landed_attempts AS l
LEFT JOIN merged AS m ON m.source = l.source AND m.source_id = l.source_id
WHERE m.attempt_no IS NULL
UNION ALL
SELECT * FROM merged
