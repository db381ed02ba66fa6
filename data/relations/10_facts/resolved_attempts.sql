-- One row per call up to the moment, with all that figures are made of. `waste_line` is where all of its money goes;
-- NULL where its outputs share it.
WITH lined AS (
    SELECT
        c.*, o.attempt_no IS NOT NULL AS is_sole, o.outputs_not_selected_by_selection AS sole_outshone,
        o.verdict_counts AS sole_verdict_counts,
        CASE
            WHEN s.attempt_no IS NOT NULL THEN NULL
            WHEN c.status = 'running' THEN 'unknown'
            ELSE coalesce(o.outcome, c.fate, c.status)
        END AS waste_line,
        s.* EXCLUDE (attempt_no),
        coalesce(n.operation_key, c.attempt_no) AS operation_key,
        coalesce(m.family, c.model) AS model_family, m.media AS model_media,
        coalesce(p.name, c."user") AS person,
        c.tier IS NULL AND c.operation IS NULL
        AND c.attempt_no IN (SELECT child_attempt_no FROM lineage_links WHERE is_older) AS operation_assumed,
        z.adherence_known, z.adherence_met, a.is_passed AS set_passed
    FROM timed_calls AS c
    LEFT JOIN sole_outputs AS o ON o.attempt_no = c.attempt_no
    LEFT JOIN attempt_sums AS s ON s.attempt_no = c.attempt_no
    LEFT JOIN size_checks AS z ON z.attempt_no = c.attempt_no
    LEFT JOIN asked_sets AS a ON a.attempt_no = c.attempt_no
    LEFT JOIN known_models AS m ON m.model = c.model
    LEFT JOIN respelled_persons AS p ON p.spelling = c."user"
    LEFT JOIN named_operations AS n
        ON n.operation_id = c.operation_id AND n.operation_source = c.operation_source
)

SELECT
    attempt_no, source, brief_no, operation_key,
    client, project, campaign, team, person AS "user", channel, provider, model, model_family, variant, operation,
    CASE
        WHEN tier IS NOT NULL THEN tier
        WHEN operation = 'upscale' THEN 'upscale'
        WHEN operation IN ('edit', 'video_edit') THEN 'refine'
        WHEN operation_assumed THEN 'refine'
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
    submitted_at,
    local_time(submitted_at, $timezone) AS local_submitted_at,
    n_requested, n_outputs, outputs_assumed, operation_assumed,
    coalesce(cache_hit, FALSE) AS cache_hit,
    cost, cost_basis, reported_cost, computed_cost, refund, assumed_because, zero_replaced, cost_note, after_shutdown,
    waste_line, line_money, line_outputs,
    CASE WHEN is_sole THEN sole_verdict_counts ELSE verdict_counts END AS verdict_counts,
    CASE
        WHEN is_sole THEN sole_outshone
        WHEN waste_line = 'not_selected' AND not_selected_by = 'selection' THEN n_outputs
        ELSE coalesce(outputs_not_selected_by_selection, 0)
    END AS outputs_not_selected_by_selection,
    n_outputs = 1 AND n_described = 0 AND NOT is_sole AS shares_fate,
    CASE WHEN shares_fate AND waste_line = 'pending' THEN settles_at END AS settles_at,
    coalesce(adherence_known, 0) AS adherence_known, coalesce(adherence_met, 0) AS adherence_met,
    set_passed, is_reviewed,
    started_at, completed_at, CASE WHEN prompt_sha256 IS NOT NULL THEN text_key(prompt_sha256) END AS prompt_key
FROM lined
