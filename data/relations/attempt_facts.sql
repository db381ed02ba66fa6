-- One row per call up to the moment, with all that figures are made of. `sole_line` is where all of its money goes;
-- NULL where its outputs share it.
WITH lined AS (
    SELECT
        c.*, o.attempt_no IS NOT NULL AS is_sole, o.is_outshone AS is_sole_outshone,
        o.is_rejected_further_on, o.is_audited, o.is_escaped, o.is_client_decided, o.is_client_rejected,
        CASE
            WHEN s.attempt_no IS NOT NULL THEN NULL
            WHEN c.status = 'running' THEN 'unknown'
            ELSE coalesce(o.outcome, c.fate, c.status)
        END AS sole_line,
        s.* EXCLUDE (attempt_no),
        coalesce(n.operation_key, c.attempt_no) AS operation_key,
        coalesce(m.family, c.model) AS model_family, m.media AS model_media,
        z.adherence_known, z.adherence_met, a.attempt_no IS NOT NULL AS is_set, a.is_passed
    FROM timed_calls AS c
    LEFT JOIN sole_outputs AS o ON o.attempt_no = c.attempt_no
    LEFT JOIN attempt_sums AS s ON s.attempt_no = c.attempt_no
    LEFT JOIN size_checks AS z ON z.attempt_no = c.attempt_no
    LEFT JOIN asked_sets AS a ON a.attempt_no = c.attempt_no
    LEFT JOIN known_models AS m ON m.model = c.model
    LEFT JOIN named_operations AS n
        ON n.operation_id = c.operation_id AND n.operation_source = c.operation_source
)

SELECT
    attempt_no, source, source_id, brief_no, operation_key,
    client, project, campaign, team, "user", channel, provider, model, model_family, variant, operation,
    CASE
        WHEN tier IS NOT NULL THEN tier
        WHEN operation = 'upscale' THEN 'upscale'
        WHEN operation IN ('edit', 'video_edit') THEN 'refine'
        WHEN operation = 'image_to_image'
            AND attempt_no IN (SELECT child_attempt_no FROM lineage_links WHERE is_older) THEN 'refine'
        ELSE 'generate'
    END AS tier,
    CASE
        WHEN operation IN ('text_to_video', 'image_to_video', 'video_edit') THEN 'video'
        WHEN model_media IS NOT NULL THEN model_media
        WHEN operation IN ('text_to_image', 'image_to_image') THEN 'image'
        WHEN described_media IS NOT NULL THEN described_media
        WHEN requested_seconds > 0 OR tokens_video_out > 0 THEN 'video'
        WHEN operation = 'edit' THEN 'image'
        ELSE CASE lower(split_part(split_part(coalesce(described_name, output_uris[1]), '?', 1), '.', -1))
            WHEN 'png' THEN 'image' WHEN 'jpg' THEN 'image' WHEN 'jpeg' THEN 'image' WHEN 'webp' THEN 'image'
            WHEN 'mp4' THEN 'video' WHEN 'mov' THEN 'video' WHEN 'webm' THEN 'video'
            WHEN 'mp3' THEN 'audio' WHEN 'wav' THEN 'audio'
        END
    END AS media,
    status, brief, account,
    submitted_at, timezone($timezone, submitted_at AT TIME ZONE 'UTC') AS local_submitted_at,
    FALSE AS is_breakage, 1 AS n_attempts, n_requested, n_outputs, outputs_assumed,
    coalesce(cache_hit, FALSE) AS cache_hit,
    cost, cost_basis, reported_cost, computed_cost, NULL AS reconciled_cost, refund,
    cost_assumed, zero_replaced, cost_note, computed_cost AS list_cost,
    money_in_line(sole_line = 'usable', cost, money_usable) AS money_usable,
    money_in_line(sole_line = 'contributed', cost, money_contributed) AS money_contributed,
    money_in_line(sole_line = 'rejected', cost, money_rejected) AS money_rejected,
    money_in_line(sole_line = 'not_selected', cost, money_not_selected) AS money_not_selected,
    money_in_line(sole_line = 'pending', cost, money_pending) AS money_pending,
    money_in_line(sole_line = 'blocked', cost, money_blocked) AS money_blocked,
    money_in_line(sole_line = 'failed', cost, 0) AS money_failed,
    money_in_line(sole_line = 'canceled', cost, 0) AS money_canceled,
    money_in_line(sole_line = 'unknown', cost, 0) AS money_unknown,
    CASE WHEN cost IS NOT NULL THEN 0 END AS money_breakage,
    n_outputs - n_blocked AS outputs_delivered,
    if(sole_line = 'usable', n_outputs, coalesce(outputs_usable, 0)) AS outputs_usable,
    if(sole_line = 'contributed', n_outputs, coalesce(outputs_contributed, 0)) AS outputs_contributed,
    if(sole_line = 'rejected', n_outputs, coalesce(outputs_rejected, 0)) AS outputs_rejected,
    if(sole_line = 'not_selected', n_outputs, coalesce(outputs_not_selected, 0)) AS outputs_not_selected,
    if(sole_line = 'pending', n_outputs, coalesce(outputs_pending, 0)) AS outputs_pending,
    if(sole_line = 'blocked', n_outputs, coalesce(outputs_blocked, 0)) AS outputs_blocked,
    CASE
        WHEN is_sole THEN CAST(is_sole_outshone AS INTEGER)
        WHEN sole_line = 'not_selected' AND is_outshone THEN n_outputs
        ELSE coalesce(outputs_not_selected_by_selection, 0)
    END AS outputs_not_selected_by_selection,
    if(is_sole, CAST(is_rejected_further_on AS INTEGER), coalesce(usable_with_rejected_final, 0)) AS usable_with_rejected_final,
    if(is_sole, CAST(is_audited AS INTEGER), coalesce(audited, 0)) AS audited,
    if(is_sole, CAST(is_escaped AS INTEGER), coalesce(escaped, 0)) AS escaped,
    if(is_sole, CAST(is_client_decided AS INTEGER), coalesce(client_decided, 0)) AS client_decided,
    if(is_sole, CAST(is_client_rejected AS INTEGER), coalesce(client_rejected, 0)) AS client_rejected,
    coalesce(adherence_known, 0) AS adherence_known, coalesce(adherence_met, 0) AS adherence_met,
    CAST(is_set AS INTEGER) AS sets_asked, CASE WHEN is_passed THEN 1 ELSE 0 END AS sets_passed,
    CASE WHEN is_timed THEN (epoch_us(completed_at) - epoch_us(submitted_at)) / 1000000 END AS latency_s,
    CASE WHEN is_timed AND started_at IS NOT NULL
        THEN greatest(epoch_us(started_at) - epoch_us(submitted_at), 0) / 1000000
    END AS queue_s,
    CASE WHEN is_timed AND started_at <= completed_at
        THEN (epoch_us(completed_at) - epoch_us(started_at)) / 1000000
    END AS render_s,
    coalesce(completed_at < submitted_at, FALSE) AS latency_negative,
    started_at, completed_at, CASE WHEN prompt_sha256 IS NOT NULL THEN hash(prompt_sha256) END AS prompt_key
FROM lined
