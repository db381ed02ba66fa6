-- One row per line of a LiteLLM log of a proxy that keeps no bodies: a call that makes pictures, a success that says
-- its tokens and labels as usual; or a chat that makes none, which is left out. Anything else is suspect.
WITH kinds AS NOT MATERIALIZED (
    SELECT
        *,
        CASE
            WHEN $media_calls[call_type] IS NULL AND starts_with(call_type, 'a') THEN substr(call_type, 2)
            ELSE call_type
        END AS kind
    FROM lines
),

sorted AS NOT MATERIALIZED (
    SELECT
        *,
        CASE
            WHEN request_id IS NULL OR kind IS NULL OR $media_calls[kind] IS NOT NULL THEN FALSE
            WHEN kind IN ('true', 'false') OR NOT regexp_full_match(kind, '[a-z_]{1,40}') THEN FALSE
            WHEN $chat_calls[kind] IS NULL THEN TRUE
            ELSE
                NOT coalesce(regexp_matches(model, $image_model), FALSE)
                AND NOT coalesce(regexp_matches(metadata_text(metadata), 'image_tokens[\\"]* *: *[^n0 ]'), FALSE)
        END AS is_chat
    FROM kinds
),

told AS NOT MATERIALIZED (
    SELECT
        *,
        metadata_object(CASE WHEN NOT is_chat THEN metadata END) AS m
    FROM sorted
),

labelled AS NOT MATERIALIZED (
    SELECT
        *,
        coalesce(nullif(nullif(m.spend_logs_metadata, ''), '{}'), nullif(nullif(m.requester_metadata, ''), '{}')) AS labels,
        TRY(from_json(
            object_in(m.usage_object),
            '{
                "prompt_tokens_details": "VARCHAR", "input_tokens_details": "VARCHAR",
                "completion_tokens_details": "VARCHAR", "output_tokens_details": "VARCHAR"
            }'
        )) AS u
    FROM told
),

detailed AS NOT MATERIALIZED (
    SELECT
        *,
        TRY(from_json(
            object_in(labels),
            '{
                "client": "VARCHAR", "project": "VARCHAR", "campaign": "VARCHAR", "team": "VARCHAR",
                "user": "VARCHAR", "brief": "VARCHAR", "brief_id": "VARCHAR", "operation_id": "VARCHAR",
                "tier": "VARCHAR", "operation": "VARCHAR", "parents": "VARCHAR"
            }'
        )) AS l,
        coalesce(u.prompt_tokens_details, u.input_tokens_details) AS given,
        coalesce(u.completion_tokens_details, u.output_tokens_details) AS made
    FROM labelled
),

counted AS NOT MATERIALIZED (
    SELECT
        *,
        TRY(from_json(
            object_in(given),
            '{
                "text_tokens": "VARCHAR", "image_tokens": "VARCHAR", "video_tokens": "VARCHAR",
                "reasoning_tokens": "VARCHAR", "cached_tokens": "VARCHAR"
            }'
        )) AS g,
        TRY(from_json(
            object_in(made),
            '{
                "text_tokens": "VARCHAR", "image_tokens": "VARCHAR", "video_tokens": "VARCHAR",
                "reasoning_tokens": "VARCHAR"
            }'
        )) AS d
    FROM detailed
),

read AS NOT MATERIALIZED (
    SELECT
        *,
        usual_time("startTime") AS began_at,
        usual_time("endTime") AS ended_at,
        CASE lower(cache_hit) WHEN 'true' THEN TRUE WHEN 'false' THEN FALSE END AS is_hit,
        coalesce($channels[lower(custom_llm_provider)], lower(custom_llm_provider)) AS channel,
        CASE
            WHEN kind = 'image_edit' THEN 'edit'
            WHEN kind = 'image_variation' OR count_in(g.image_tokens) IS NOT NULL THEN 'image_to_image'
            ELSE 'text_to_image'
        END AS operation,
        CASE WHEN starts_with(request_tags, '["') THEN TRY(from_json(request_tags, '["VARCHAR"]')) END AS tags
    FROM counted
),

tagged AS NOT MATERIALIZED (
    SELECT
        *,
        list_filter(tags, lambda tag: starts_with(tag, 'campaign:'))[1] AS tagged_campaign,
        coalesce(TRY_CAST(prompt_tokens AS BIGINT), 0) AS n_given,
        coalesce(TRY_CAST(completion_tokens AS BIGINT), 0) AS n_made,
        coalesce(count_in(d.reasoning_tokens), 0) AS n_thought,
        told(g) AS told_given,
        told(d) AS told_made
    FROM read
),

thought AS NOT MATERIALIZED (
    SELECT
        *,
        CASE
            WHEN counts_beside(
                coalesce(TRY_CAST(total_tokens AS BIGINT), 0), n_given, n_made, n_thought,
                coalesce($count_beside[channel] IS NOT NULL, FALSE)
            ) THEN 0
            ELSE n_thought
        END AS n_within
    FROM tagged
)

SELECT
    request_id AS source_id,
    coalesce(nullif(l.operation_id, ''), session_id) AS operation_id,
    began_at AS submitted_at,
    ended_at AS completed_at,
    'succeeded' AS status,
    coalesce(status, m.status) AS raw_status,
    is_hit AS cache_hit,
    CASE WHEN is_hit IS NOT TRUE THEN request_id END AS provider_request_id,
    TRY_CAST(spend AS DECIMAL(38, 12)) AS reported_cost,
    CASE WHEN spend IS NOT NULL THEN 'USD' END AS currency,
    channel,
    coalesce($providers[channel], channel) AS provider,
    nullif(CASE
        WHEN starts_with(model, custom_llm_provider || '/') THEN substr(model, length(custom_llm_provider) + 2)
        ELSE model
    END, '') AS model,
    nullif(l.client, '') AS client,
    coalesce(
        nullif(l.project, ''), nullif(m.user_api_key_project_alias, ''), nullif(m.user_api_key_project_id, '')
    ) AS project,
    coalesce(
        nullif(l.team, ''), nullif(m.user_api_key_team_alias, ''), team_id, nullif(m.user_api_key_team_id, '')
    ) AS team,
    coalesce(nullif(l."user", ''), "user", nullif(m.user_api_key_user_id, ''), end_user) AS "user",
    coalesce(nullif(l.brief_id, ''), nullif(l.brief, '')) AS brief_id,
    coalesce(nullif(l.campaign, ''), trim(substr(tagged_campaign, 10))) AS campaign,
    nullif(list_filter(tags, lambda tag: tag IS DISTINCT FROM tagged_campaign), []) AS tags,
    operation,
    coalesce(l.tier, $tiers[operation]) AS tier,
    coalesce(count_in(g.text_tokens), beside(n_given, told_given)) AS tokens_text_in,
    count_in(g.image_tokens) AS tokens_image_in,
    count_in(g.cached_tokens) AS tokens_cached_in,
    CASE
        WHEN told_made = 0 THEN NULL
        WHEN count_in(d.text_tokens) IS NULL THEN beside(n_made - n_within, told_made)
        WHEN told_made = n_made THEN beside(count_in(d.text_tokens), n_within)
        ELSE count_in(d.text_tokens)
    END AS tokens_text_out,
    nullif(n_thought, 0) AS tokens_thinking,
    CASE WHEN told_made = 0 THEN beside(n_made, n_within) ELSE count_in(d.image_tokens) END AS tokens_image_out,
    CASE WHEN is_chat THEN 'call type ' || call_type || ' makes no media' END AS ignored,
    hash(
        CASE WHEN m IS NOT NULL THEN metadata_keys(metadata) END,
        json_keys(CASE WHEN u IS NOT NULL THEN m.usage_object END),
        json_keys(CASE WHEN l IS NOT NULL THEN labels END)
    ) AS shape,
    NOT is_chat AND (
        request_id IS NULL
        OR began_at IS NULL
        OR year(began_at) NOT BETWEEN 2001 AND 2098
        OR ("endTime" IS NOT NULL AND ended_at IS NULL)
        OR coalesce(year(ended_at), 2026) NOT BETWEEN 2001 AND 2098
        OR id IS NOT NULL OR response_cost IS NOT NULL OR trace_id IS NOT NULL OR data IS NOT NULL
        OR coalesce(kind NOT IN ('image_generation', 'image_edit', 'image_variation'), TRUE)
        OR coalesce(coalesce(status, m.status) <> 'success', TRUE)
        OR coalesce(m.status <> 'success', FALSE)
        OR m.is_cut IS NOT NULL
        OR lower(coalesce(cache_hit, 'none')) NOT IN ('true', 'false', 'none')
        OR error_information IS NOT NULL
        OR m.error_information IS NOT NULL
        OR holds_any(model_parameters) OR holds_any(proxy_server_request) OR holds_any(response) OR holds_any(messages)
        OR holds_any(m.additional_usage_values)
        OR (metadata IS NOT NULL AND m IS NULL)
        OR (m.usage_object IS NOT NULL AND u IS NULL)
        OR (labels IS NOT NULL AND (l IS NULL OR NOT starts_with(labels, '{"')))
        OR (given IS NOT NULL AND g IS NULL)
        OR (made IS NOT NULL AND d IS NULL)
        -- The first of two names counts, be it null, which SQL would not tell from one that is missing.
        OR coalesce(
            contains(m.usage_object, 'put_tokens_details')
            AND (contains(m.usage_object, 'prompt_tokens_d') OR contains(m.usage_object, 'completion_tokens_d')),
            FALSE
        )
        -- A number as text counts nothing, and SQL would not tell it from one. What was an object has no spaces now.
        OR coalesce(
            contains(m.usage_object, '_tokens":"') OR contains(m.usage_object, '_details":"')
            OR contains(m.usage_object, '" ') OR contains(m.usage_object, ': ')
            OR contains(m.usage_object, chr(9)) OR contains(m.usage_object, chr(10))
            OR contains(m.usage_object, chr(13)),
            FALSE
        )
        OR l.operation IS NOT NULL
        OR l.parents IS NOT NULL
        OR (l.tier IS NOT NULL AND $valid_tiers[l.tier] IS NULL)
        OR odd_amount(spend)
        OR coalesce(NOT regexp_full_match(
            request_tags, '\[\]|\["\w(?:[\w:. -]{0,78}\w)?"(?:, ?"\w(?:[\w:. -]{0,78}\w)?")*\]'
        ), FALSE)
        OR coalesce(starts_with(model, '/'), FALSE)
        OR odd_count(prompt_tokens) OR odd_count(completion_tokens) OR odd_count(total_tokens)
        OR odd_count(g.text_tokens) OR odd_count(g.image_tokens)
        OR odd_count(g.video_tokens) OR odd_count(g.reasoning_tokens) OR odd_count(g.cached_tokens)
        OR odd_count(d.text_tokens) OR odd_count(d.image_tokens)
        OR odd_count(d.video_tokens) OR odd_count(d.reasoning_tokens)
        OR odd_texts(concat_ws(
            chr(10),
            coalesce(request_id, ''), coalesce(model, ''), coalesce(custom_llm_provider, ''), coalesce("user", ''),
            coalesce(end_user, ''), coalesce(team_id, ''), coalesce(session_id, ''),
            coalesce(m.user_api_key_team_alias, ''), coalesce(m.user_api_key_team_id, ''),
            coalesce(m.user_api_key_user_id, ''), coalesce(m.user_api_key_project_alias, ''),
            coalesce(m.user_api_key_project_id, ''),
            coalesce(l.client, ''), coalesce(l.project, ''), coalesce(l.campaign, ''), coalesce(l.team, ''),
            coalesce(l."user", ''), coalesce(l.brief, ''), coalesce(l.brief_id, ''), coalesce(l.operation_id, '')
        ), 20)
    ) AS suspect
FROM thought
