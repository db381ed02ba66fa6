-- How many of the tokens that went in came from the provider's cache, which has a price of its own.
ALTER TABLE attempts ADD COLUMN IF NOT EXISTS tokens_cached_in BIGINT;
ALTER TABLE attempt_versions ADD COLUMN IF NOT EXISTS tokens_cached_in BIGINT;

-- The hash covers the logged columns, of which there are more now.
UPDATE attempts SET content_hash = hash(
    source, source_id, submitted_at, status, operation_id, brief_id, client, project, campaign, team, "user",
    tier, operation, channel, provider, model, variant, prompt_sha256, prompt_chars, prompt, seed,
    requested_width, requested_height, requested_seconds, n_requested, n_outputs, CASE WHEN len(output_uris) = 0
    THEN [''] ELSE output_uris END, CASE WHEN len(parent_asset_ids) = 0 THEN [''] ELSE parent_asset_ids END,
    started_at, completed_at, latency_s, queue_s, cache_hit, raw_status, error_code, provider_request_id,
    tokens_text_in, tokens_image_in, tokens_text_out, tokens_image_out, tokens_video_out, tokens_thinking,
    units, unit, reported_cost, currency, credits, account, updated_at, CASE WHEN len(tags) = 0 THEN [''] ELSE
    tags END, seen_at, tokens_cached_in
);
UPDATE attempt_versions SET content_hash = hash(
    source, source_id, submitted_at, status, operation_id, brief_id, client, project, campaign, team, "user",
    tier, operation, channel, provider, model, variant, prompt_sha256, prompt_chars, prompt, seed,
    requested_width, requested_height, requested_seconds, n_requested, n_outputs, CASE WHEN len(output_uris) = 0
    THEN [''] ELSE output_uris END, CASE WHEN len(parent_asset_ids) = 0 THEN [''] ELSE parent_asset_ids END,
    started_at, completed_at, latency_s, queue_s, cache_hit, raw_status, error_code, provider_request_id,
    tokens_text_in, tokens_image_in, tokens_text_out, tokens_image_out, tokens_video_out, tokens_thinking,
    units, unit, reported_cost, currency, credits, account, updated_at, CASE WHEN len(tags) = 0 THEN [''] ELSE
    tags END, seen_at, tokens_cached_in
);
