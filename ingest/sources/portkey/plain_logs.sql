-- One row per line of a Portkey log export without bodies: a success that makes media, or a call that makes none, which is
-- left out. Anything else is suspect.
WITH addressed AS NOT MATERIALIZED (
    SELECT
        *,
        split_part(request_url, '?', 1) AS path,
        regexp_extract(
            split_part(request_url, '?', 1),
            '^https?://[a-uw-z0-9][a-z0-9.:-]*(?:/[a-z]{1,30})*?/v[0-9][a-z0-9]*/'
            '([a-z_]{1,30}(?:/[a-z_]{1,30}){0,2})(?:[/:][A-Za-z0-9._:@-]*)?$',
            1
        ) AS kind,
        metadata_object(metadata) AS l
    FROM lines
),

made AS NOT MATERIALIZED (
    SELECT
        *,
        usual_time(created_at) AS told_at,
        CASE
            WHEN regexp_matches(path, $makes_pictures) THEN 'text_to_image'
            WHEN regexp_matches(path, $edits) THEN 'edit'
            WHEN regexp_matches(path, $varies) THEN 'image_to_image'
            WHEN regexp_matches(path, $makes_clips) THEN 'text_to_video'
            WHEN regexp_matches(path, $edits_clips) THEN 'video_edit'
            WHEN regexp_matches(path, $makes_clips_long) THEN 'text_to_video'
            WHEN regexp_matches(request_url, $never_media) THEN NULL
            WHEN regexp_matches(ai_model, $upscalers) THEN 'upscale'
            WHEN regexp_matches(ai_model, $image_model) OR regexp_matches(ai_model, $picture_model) THEN 'text_to_image'
            WHEN regexp_matches(ai_model, $clip_models) THEN 'text_to_video'
        END AS operation
    FROM addressed
),

judged AS NOT MATERIALIZED (
    SELECT
        *,
        TRY_CAST(response_time AS DOUBLE) / 1000 AS took_s,
        coalesce($channels[lower(ai_org)], lower(ai_org)) AS channel,
        coalesce(
            id IS NULL
            OR told_at IS NULL
            OR year(told_at) NOT BETWEEN 2001 AND 2098
            OR ai_org IS NULL
            OR coalesce(kind, '') = ''
            OR upper(coalesce(request_method, 'POST')) NOT IN ('POST', 'PUT', 'PATCH')
            OR coalesce(NOT regexp_full_match(ai_model, '[!-~]*'), FALSE)
            OR coalesce(is_success, '') NOT IN ('true', 'false')
            OR (is_success = 'false' AND operation IS NOT NULL)
            OR coalesce(NOT regexp_full_match(response_status_code, '[1-9][0-9]{2}'), FALSE)
            OR coalesce(response_status_code = $denied, FALSE)
            -- What has one of these is something else, or more than is read here.
            OR coalesce(_id, metrics, organisation_id, data) IS NOT NULL
            OR holds_any(request)
            OR holds_any(response)
            OR (metadata IS NOT NULL AND l IS NULL)
            -- A number is no user, and SQL would not tell it from a text.
            OR coalesce(regexp_full_match(l._user, '[0-9.eE+-]+'), FALSE)
            OR l.operation IS NOT NULL
            OR l.parents IS NOT NULL
            OR (l.tier IS NOT NULL AND $valid_tiers[l.tier] IS NULL)
            OR coalesce(NOT regexp_full_match(cost, '[0-9]{1,6}(?:\.[0-9]{1,9})?'), FALSE)
            OR coalesce(NOT regexp_full_match(cost_currency, '[A-Z]{3}'), FALSE)
            OR odd_count(req_units)
            OR odd_count(res_units)
            OR coalesce(NOT regexp_full_match(response_time, '[0-9]{1,9}(?:\.[0-9]{1,6})?'), FALSE)
            OR coalesce(NOT regexp_full_match(cache_status, '[A-Za-z _-]{1,40}'), FALSE)
            OR coalesce(lower(cache_status) IN ('true', 'false'), FALSE)
            OR odd_texts(concat_ws(
                chr(10), coalesce(id, ''), coalesce(trace_id, ''), coalesce(ai_org, ''), coalesce(ai_model, ''),
                coalesce(l._user, ''), coalesce(l.client, ''), coalesce(l.project, ''), coalesce(l.campaign, ''),
                coalesce(l.team, ''), coalesce(l."user", ''), coalesce(l.brief, ''), coalesce(l.brief_id, ''),
                coalesce(l.operation_id, '')
            ), 13),
            TRUE
        ) AS suspect
    FROM made
)

SELECT
    id AS source_id,
    coalesce(nullif(l.operation_id, ''), trace_id) AS operation_id,
    told_at AS submitted_at,
    'succeeded' AS status,
    channel,
    coalesce($providers[channel], channel) AS provider,
    ai_model AS model,
    operation,
    coalesce(l.tier, $tiers[operation]) AS tier,
    response_status_code AS raw_status,
    contains(upper(cache_status), 'HIT') AS cache_hit,
    CASE WHEN NOT contains(operation, 'video') THEN took_s END AS latency_s,
    CASE WHEN NOT contains(operation, 'video') THEN later(told_at, took_s) END AS completed_at,
    CAST(TRY_CAST(cost AS DECIMAL(20, 12)) * CAST(0.01 AS DECIMAL(3, 2)) AS DECIMAL(38, 12)) AS reported_cost,
    CASE WHEN cost IS NOT NULL THEN coalesce(cost_currency, 'USD') END AS currency,
    nullif(l.client, '') AS client,
    nullif(l.project, '') AS project,
    nullif(l.campaign, '') AS campaign,
    nullif(l.team, '') AS team,
    coalesce(nullif(l."user", ''), nullif(l._user, '')) AS "user",
    coalesce(nullif(l.brief_id, ''), nullif(l.brief, '')) AS brief_id,
    count_in(req_units) AS tokens_text_in,
    CASE WHEN NOT contains(operation, 'video') THEN count_in(res_units) END AS tokens_image_out,
    CASE WHEN contains(operation, 'video') THEN count_in(res_units) END AS tokens_video_out,
    CASE WHEN NOT suspect AND operation IS NULL THEN 'call type ' || kind || ' makes no media' END AS ignored,
    CASE WHEN l IS NOT NULL THEN metadata_keys(metadata) END AS shape,
    suspect
FROM judged
