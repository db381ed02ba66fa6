-- One row per output and file that shows it for certain, up to the moment: whether the file is what is to be delivered.
-- What the settings ask nothing of is met; what is not known of a file may be.
WITH asked AS (
    SELECT
        coalesce(g.lead_attempt_no, a.attempt_no) AS attempt_no, m.output_index, f.path, f."role", f.kind, f.dated_at,
        f.seconds, greatest(f.width, f.height) AS longer_side,
        if(f.kind = 'video', $video_longer_side, $image_longer_side) AS least_longer_side,
        if(f.kind = 'video', $video_shorter_side, $image_shorter_side) AS least_shorter_side,
        least(f.width, f.height) AS shorter_side,
        if(f.kind = 'video', CAST($video_colour_modes AS VARCHAR[]), CAST($image_colour_modes AS VARCHAR[])) AS colour_modes, lower(f.colour_mode) AS colour_mode,
        if(f.kind = 'video', CAST($video_profiles AS VARCHAR[]), CAST($image_profiles AS VARCHAR[])) AS profiles, lower(f.profile) AS profile,
        if(f.kind = 'video', CAST($video_codecs AS VARCHAR[]), CAST($image_codecs AS VARCHAR[])) AS codecs, lower(f.codec) AS codec,
        if(f.kind = 'video', CAST($video_frame_rates AS DOUBLE[]), CAST($image_frame_rates AS DOUBLE[])) AS frame_rates, round(f.frame_rate, 2) AS frame_rate,
        if(f.kind = 'video', $video_has_alpha, $image_has_alpha) AS wants_alpha, f.has_alpha
    FROM media_matches AS m
    JOIN media AS f ON f.sha256 = m.media_sha256
    JOIN attempts AS a ON a.source = m.source AND a.source_id = m.source_id
    LEFT JOIN {target}.merged_attempts AS g ON g.attempt_no = a.attempt_no
    WHERE m.confidence = 'certain' AND f.dated_at <= $as_of AND (f.gone_at IS NULL OR f.gone_at > $as_of)
        AND f.kind IN ('image', 'video')
),

sized AS (
    SELECT
        *,
        least_longer_side IS NOT NULL OR least_shorter_side IS NOT NULL AS asks_size,
        (least_longer_side IS NULL OR longer_side >= least_longer_side)
        AND (least_shorter_side IS NULL OR shorter_side >= least_shorter_side) AS meets_size,
        array_length(colour_modes) + array_length(profiles) + array_length(codecs) + array_length(frame_rates) > 0
        OR wants_alpha IS NOT NULL AS asks_form
    FROM asked
)

SELECT
    attempt_no, output_index, path, "role", kind, dated_at, seconds, longer_side,
    CASE WHEN asks_size THEN meets_size END AS meets_size,
    CASE WHEN asks_size OR asks_form THEN NOT (
        meets_size
        AND (array_length(colour_modes) = 0 OR list_contains(colour_modes, colour_mode))
        AND (array_length(profiles) = 0 OR list_contains(profiles, profile))
        AND (array_length(codecs) = 0 OR list_contains(codecs, codec))
        AND (array_length(frame_rates) = 0 OR list_contains(frame_rates, frame_rate))
        AND (wants_alpha IS NULL OR has_alpha = wants_alpha)
    ) END AS has_friction
FROM sized
