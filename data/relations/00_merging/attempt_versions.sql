-- One row per content of an attempt that was told in several.
SELECT
    attempt_no, content_hash, file_no, line,
    source, source_id, submitted_at, status, operation_id, brief_id, client, project, campaign, team, "user", tier,
    operation, channel, provider, model, variant, prompt_sha256, prompt_chars, prompt, seed, requested_width,
    requested_height, requested_seconds, n_requested, n_outputs, output_uris, parent_asset_ids, started_at,
    completed_at, latency_s, queue_s, cache_hit, raw_status, error_code, provider_request_id, tokens_text_in,
    tokens_image_in, tokens_text_out, tokens_image_out, tokens_video_out, tokens_thinking, units, unit,
    reported_cost, currency, credits, account, updated_at, tags, seen_at, tokens_cached_in
FROM attempt_contents
WHERE n_contents > 1
