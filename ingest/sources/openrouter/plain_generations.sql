-- One row per line of OpenRouter's generations, bare or as `data` of an answer: a call that ended as usual, or a chat, which
-- makes no media. Anything else is suspect.
WITH opened AS NOT MATERIALIZED (
    SELECT *, data_object(data) AS held
    FROM lines
),

calls AS NOT MATERIALIZED (
    SELECT
        data,
        held,
        coalesce(held.id, id) AS generation,
        nullif(coalesce(held.request_id, request_id), '') AS request_id,
        nullif(coalesce(held.created_at, created_at), '') AS created_at,
        nullif(coalesce(held.model, model), '') AS model,
        nullif(coalesce(held.provider_name, provider_name), '') AS provider_name,
        nullif(coalesce(held.api_type, api_type), '') AS api_type,
        nullif(coalesce(held.external_user, external_user), '') AS external_user,
        nullif(coalesce(held.api_key_name, api_key_name), '') AS api_key_name,
        nullif(coalesce(held.service_tier, service_tier), '') AS service_tier,
        nullif(coalesce(held.cancelled, cancelled), '') AS cancelled,
        nullif(coalesce(held.finish_reason, finish_reason), '') AS finish_reason,
        nullif(coalesce(held.native_finish_reason, native_finish_reason), '') AS native_finish_reason,
        nullif(coalesce(held.latency, latency), '') AS latency,
        nullif(coalesce(held.generation_time, generation_time), '') AS generation_time,
        nullif(coalesce(held.usage, usage), '') AS usage,
        nullif(coalesce(held.is_byok, is_byok), '') AS is_byok,
        nullif(coalesce(held.upstream_inference_cost, upstream_inference_cost), '') AS byok_cost,
        nullif(coalesce(held.upstream_id, upstream_id), '') AS upstream_id,
        nullif(coalesce(held.num_media_prompt, num_media_prompt), '') AS media_in,
        nullif(coalesce(held.num_media_completion, num_media_completion), '') AS media_out,
        nullif(coalesce(held.native_tokens_prompt, native_tokens_prompt), '') AS tokens_in,
        nullif(coalesce(held.native_tokens_cached, native_tokens_cached), '') AS tokens_cached,
        nullif(coalesce(held.native_tokens_completion, native_tokens_completion), '') AS tokens_out,
        nullif(coalesce(held.native_tokens_completion_images, native_tokens_completion_images), '') AS tokens_images,
        nullif(coalesce(held.native_tokens_reasoning, native_tokens_reasoning), '') AS tokens_reasoning,
        (data IS NOT NULL AND (held IS NULL OR id IS NOT NULL OR usage IS NOT NULL))
        -- Of two names the first counts, be it null, which SQL would not tell from one that is missing.
        OR coalesce(
            held.generation_id, held.model_permaslug, held."user", held.finish_reason_normalized,
            held.finish_reason_raw, held.time_to_first_token_ms, held.generation_time_ms, held.cost_total,
            held.byok_usage_inference, generation_id, model_permaslug, "user", finish_reason_normalized,
            finish_reason_raw, time_to_first_token_ms, generation_time_ms, cost_total, byok_usage_inference
        ) IS NOT NULL
        OR coalesce(held.usage, usage, '') = ''
        OR (
            coalesce(held.tokens_prompt, tokens_prompt) IS NOT NULL
            AND coalesce(held.native_tokens_prompt, native_tokens_prompt) IS NULL
        )
        OR (
            coalesce(held.tokens_completion, tokens_completion) IS NOT NULL
            AND coalesce(held.native_tokens_completion, native_tokens_completion) IS NULL
        )
        OR (
            coalesce(held.tokens_reasoning, tokens_reasoning) IS NOT NULL
            AND coalesce(held.native_tokens_reasoning, native_tokens_reasoning) IS NULL
        )
        -- What has one of these is something else.
        OR coalesce(
            held.date, held.endpoint_id, held.requests, held.polling_url, held.status, held.data, date, endpoint_id,
            requests, polling_url, status
        ) IS NOT NULL AS is_other
    FROM opened
),

made AS NOT MATERIALIZED (
    SELECT
        *,
        usual_time(created_at) AS told_at,
        TRY_CAST(media_out AS BIGINT) AS n_out,
        TRY_CAST(tokens_images AS BIGINT) AS n_images,
        CASE
            WHEN api_type = 'image' THEN 'text_to_image'
            WHEN api_type = 'video' THEN 'text_to_video'
            WHEN api_type IN ('embeddings', 'rerank', 'tts', 'stt') THEN NULL
            WHEN regexp_matches(model, $upscalers) THEN 'upscale'
            WHEN regexp_matches(model, $image_model) OR regexp_matches(model, $picture_model) THEN 'text_to_image'
            WHEN regexp_matches(model, $clip_models) THEN 'text_to_video'
            WHEN count_in(media_out) IS NOT NULL OR count_in(tokens_images) IS NOT NULL THEN 'text_to_image'
        END AS made
    FROM calls
),

judged AS NOT MATERIALIZED (
    SELECT
        *,
        CASE
            WHEN count_in(media_in) IS NULL THEN made
            WHEN made = 'text_to_image' THEN 'image_to_image'
            WHEN made = 'text_to_video' THEN 'image_to_video'
            ELSE made
        END AS operation,
        CASE
            WHEN finish_reason IS NULL AND coalesce(n_out, 0) = 0 AND coalesce(n_images, 0) = 0 THEN 'unknown'
            WHEN n_out = 0 AND coalesce(n_images, 0) = 0 THEN 'failed'
            ELSE 'succeeded'
        END AS status,
        greatest(TRY_CAST(latency AS DOUBLE), TRY_CAST(generation_time AS DOUBLE)) / 1000 AS took_s,
        coalesce($channels[lower(provider_name)], lower(provider_name)) AS biller,
        coalesce(
            is_other
            OR generation IS NULL OR generation = ''
            OR told_at IS NULL
            OR year(told_at) NOT BETWEEN 2001 AND 2098
            OR coalesce(cancelled, 'false') <> 'false'
            OR coalesce(is_byok, 'false') NOT IN ('true', 'false')
            OR coalesce(finish_reason, 'stop') NOT IN ('stop', 'length', 'tool_calls')
            OR coalesce(NOT regexp_full_match(native_finish_reason, '(?i)stop|length|completed|max_tokens|end_turn'), FALSE)
            OR (finish_reason IS NULL AND native_finish_reason IS NOT NULL)
            OR coalesce(NOT regexp_full_match(api_type, '[a-z_]{1,40}'), FALSE)
            OR api_type IN ('true', 'false')
            OR coalesce(NOT regexp_full_match(model, '[!-~]*'), FALSE)
            OR coalesce(NOT regexp_full_match(latency, '[0-9]{1,9}(?:\.[0-9]{1,6})?'), FALSE)
            OR coalesce(NOT regexp_full_match(generation_time, '[0-9]{1,9}(?:\.[0-9]{1,6})?'), FALSE)
            OR odd_amount(usage)
            OR odd_amount(byok_cost)
            -- Both parts are rounded before they are added here, and after it elsewhere.
            OR (byok_cost IS NOT NULL AND strlen(split_part(usage, '.', 2)) > 12)
            OR coalesce(strlen(split_part(byok_cost, '.', 2)) > 12, FALSE)
            OR odd_count(media_in) OR odd_count(tokens_in) OR odd_count(tokens_out) OR odd_count(tokens_images)
            OR odd_count(tokens_reasoning) OR odd_count(tokens_cached)
            OR coalesce(NOT regexp_full_match(media_out, '[0-9]{1,3}'), FALSE)
            OR odd_texts(concat_ws(
                chr(10), coalesce(generation, ''), coalesce(request_id, ''), coalesce(model, ''),
                coalesce(provider_name, ''), coalesce(external_user, ''), coalesce(api_key_name, ''),
                coalesce(service_tier, ''), coalesce(upstream_id, '')
            ), 8),
            TRUE
        ) AS suspect
    FROM made
)

SELECT
    generation AS source_id,
    request_id AS operation_id,
    told_at AS submitted_at,
    status,
    model,
    service_tier AS variant,
    external_user AS "user",
    'openrouter' AS channel,
    'USD' AS currency,
    operation,
    $tiers[operation] AS tier,
    coalesce($providers[biller], biller) AS provider,
    coalesce(CASE WHEN is_byok = 'true' THEN upstream_id END, generation) AS provider_request_id,
    CASE WHEN status <> 'unknown' THEN n_out END AS n_outputs,
    CASE WHEN status <> 'unknown' THEN nullif(n_out, 0) END AS n_requested,
    finish_reason AS raw_status,
    CASE WHEN status = 'failed' THEN 'NO_OUTPUT' END AS error_code,
    CASE
        WHEN is_byok = 'true' AND byok_cost IS NULL THEN NULL
        WHEN is_byok = 'false' THEN TRY_CAST(usage AS DECIMAL(38, 12))
        ELSE CAST(
            TRY_CAST(usage AS DECIMAL(30, 12)) + coalesce(TRY_CAST(byok_cost AS DECIMAL(30, 12)), 0)
            AS DECIMAL(38, 12)
        )
    END AS reported_cost,
    took_s AS latency_s,
    later(told_at, took_s) AS completed_at,
    count_in(tokens_in) AS tokens_text_in,
    count_in(tokens_cached) AS tokens_cached_in,
    nullif(n_images, 0) AS tokens_image_out,
    count_in(tokens_reasoning) AS tokens_thinking,
    CASE
        WHEN TRY_CAST(tokens_out AS BIGINT) - n_images - coalesce(count_in(tokens_reasoning), 0) > 0
            THEN TRY_CAST(tokens_out AS BIGINT) - n_images - coalesce(count_in(tokens_reasoning), 0)
    END AS tokens_text_out,
    CASE WHEN api_key_name IS NOT NULL THEN ['key:' || api_key_name] END AS tags,
    CASE
        WHEN NOT suspect AND made IS NULL THEN 'call type ' || coalesce(api_type, 'completions') || ' makes no media'
    END AS ignored,
    CASE WHEN held IS NOT NULL THEN data_keys(data) END AS shape,
    suspect
FROM judged
