-- One row per attempt of a channel in the price book (and per cached attempt of any channel), with what its
-- price may depend on. From `attempts_to_price`: the columns of `attempts`, of which n_outputs is the
-- effective one, plus n_input_images, output_seconds and output_megapixels (both summed over the
-- attempt's outputs, a megapixel here being 1,000,000 pixels; what was made goes before what was asked).
--
-- Outcome: unknown, running -> client_timeout; canceled -> canceled_running if it had started, else
-- canceled_queued; failed or blocked with an OK status or for want of an output, or failed with tokens
-- used -> empty_200 (it was answered); failed -> technical_failure; blocked -> blocked_input if its codes
-- speak of input, prompt or request, else blocked_output.
SELECT
    counted.*,
    CASE
        WHEN pixels_each <= 307300 THEN 1       -- half way (by ratio) between 360p and 480p
        WHEN pixels_each <= 589824 THEN 2       -- 768 x 768, up to which an image is 0.5K
        WHEN pixels_each <= 614600 THEN 3       -- 480p | 720p
        WHEN pixels_each <= 1382400 THEN 4      -- 720p | 1080p
        WHEN pixels_each <= 2359296 THEN 5      -- 1536 x 1536: 1K | 2K, where BytePlus draws the line
        WHEN pixels_each <= 4147200 THEN 6      -- 1080p | 4K
        WHEN pixels_each <= 9437184 THEN 7      -- 3072 x 3072: 2K | 4K
        WHEN pixels_each > 9437184 THEN 8
    END AS size_class,
    CAST(least(round(seconds_total / nullif(n, 0)), 100000) AS INTEGER) AS seconds_each
FROM (
    SELECT
        a.attempt_no, channel_names.channel AS billing_channel, a.submitted_at,
        a.model, a.operation, a.variant, a.unit, a.requested_width, a.requested_height,
        a.units, a.credits, a.cache_hit, a.n_input_images,
        a.tokens_text_in, a.tokens_image_in, a.tokens_text_out, a.tokens_image_out,
        a.tokens_video_out, a.tokens_thinking, a.tokens_cached_in,
        CASE WHEN a.status = 'succeeded' THEN coalesce(a.n_outputs, a.n_requested) ELSE a.n_requested END AS n,
        coalesce(
            CASE WHEN a.output_seconds > 0 AND a.output_seconds < 1e13 THEN a.output_seconds END,
            a.requested_seconds * CASE WHEN a.status = 'succeeded' THEN coalesce(a.n_outputs, a.n_requested) ELSE a.n_requested END
        ) AS seconds_total,
        coalesce(
            CASE WHEN a.output_megapixels > 0 AND a.output_megapixels < 1e12 THEN a.output_megapixels * 1000000 / nullif(a.n_outputs, 0) END,
            CAST(a.requested_width AS DOUBLE) * a.requested_height
        ) AS pixels_each,
        CASE
            WHEN a.status = 'succeeded' THEN NULL
            WHEN a.status IN ('unknown', 'running') THEN 'client_timeout'
            WHEN a.status = 'canceled'
                THEN CASE WHEN a.started_at IS NULL THEN 'canceled_queued' ELSE 'canceled_running' END
            WHEN upper(a.raw_status) IN ('200', 'OK', 'STOP')
                OR upper(a.error_code) IN ('NO_IMAGE', 'NO_IMAGE_PART', 'NO_OUTPUT') THEN 'empty_200'
            WHEN a.status = 'failed' AND coalesce(a.tokens_text_in, a.tokens_text_out, a.tokens_thinking) > 0
                THEN 'empty_200'
            WHEN a.status = 'failed' THEN 'technical_failure'
            WHEN regexp_matches(lower(concat(a.raw_status, ' ', a.error_code)), 'input|prompt|request')
                THEN 'blocked_input'
            ELSE 'blocked_output'
        END AS outcome
    FROM attempts_to_price AS a
    LEFT JOIN channel_names ON channel_names.name = lower(coalesce(a.channel, a.provider))
    WHERE channel_names.channel IS NOT NULL OR a.cache_hit
) AS counted
