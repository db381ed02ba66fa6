-- One row per output that is usable, or that a file or a place in a container shows: whether it is used, since when, and
-- how much of it. That a usable output is never used is said only where it is known that such work is used somewhere.
WITH filed AS (
    SELECT
        attempt_no, output_index,
        bool_or("role" = 'final') AS is_delivered,
        max(seconds) FILTER ("role" = 'output') AS file_seconds,
        max(longer_side) FILTER ("role" = 'output') AS own_longer_side,
        max(longer_side) FILTER ("role" = 'final') AS final_longer_side,
        bool_or(meets_size) FILTER ("role" = 'final') AS final_meets_size,
        bool_or(has_friction) FILTER ("role" = 'output') AS has_friction
    FROM files_of_outputs
    GROUP BY attempt_no, output_index
),

placed AS (
    SELECT attempt_no, output_index, bool_or(is_newest) AS is_placed, min(used_at) AS first_used_at
    FROM uses_of_outputs
    GROUP BY attempt_no, output_index
),

judged AS (
    SELECT
        o.attempt_no, o.output_index, f.client, f.project, f.source, f.media, f.completed_at,
        o.outcome = 'usable' AS is_usable, o.standing_at,
        coalesce(starts_with(o.reason, 'by use: '), FALSE) AS is_by_use,
        o.standing_decision IS NOT NULL AND NOT is_by_use AND stage_rank(o.standing_stage) >= $usable_from AS is_judged,
        is_judged AND o.standing_decision = 'rejected' AS is_turned_down,
        coalesce(l.is_delivered, FALSE) OR coalesce(p.is_placed, FALSE) AS is_used,
        p.first_used_at, u.used_seconds, l.own_longer_side, l.final_longer_side, l.final_meets_size, l.has_friction,
        CASE WHEN f.media = 'video' AND o.outcome = 'usable'
            THEN coalesce(l.file_seconds, s.seconds, a.requested_seconds)
        END AS clip_seconds
    FROM {target}.asset_outcomes AS o
    JOIN {target}.attempt_facts AS f ON f.attempt_no = o.attempt_no
    JOIN attempts AS a ON a.attempt_no = o.attempt_no
    LEFT JOIN assets AS s
        ON s.source = a.source AND s.attempt_id = a.source_id AND s.output_index = o.output_index
    LEFT JOIN filed AS l ON l.attempt_no = o.attempt_no AND l.output_index = o.output_index
    LEFT JOIN placed AS p ON p.attempt_no = o.attempt_no AND p.output_index = o.output_index
    LEFT JOIN used_stretches AS u ON u.attempt_no = o.attempt_no AND u.output_index = o.output_index
),

grouped AS (
    SELECT
        client, project, CASE WHEN client IS NULL AND project IS NULL THEN source END AS of_source,
        bool_or(is_used) AS knows_use, bool_or(is_judged) AS knows_review
    FROM judged
    GROUP BY ALL
)

SELECT
    j.attempt_no, j.output_index, j.is_usable, j.is_used,
    j.is_usable AND j.is_by_use AS is_usable_by_use,
    CASE
        WHEN NOT j.is_usable OR j.is_by_use OR NOT w.knows_use THEN NULL
        WHEN j.is_used THEN FALSE
        WHEN m.attempt_no IS NULL AND j.standing_at + $verdict_window <= $as_of THEN TRUE
    END AS is_never_used,
    j.is_used AND w.knows_review AND (NOT j.is_judged OR j.is_turned_down) AS is_used_unreviewed,
    j.is_used AND j.is_turned_down AS is_conflict,
    j.first_used_at,
    CASE WHEN j.first_used_at >= j.completed_at THEN seconds_between(j.completed_at, j.first_used_at) END AS first_use_s,
    CASE WHEN j.media = 'video' AND j.used_seconds IS NOT NULL
        THEN least(j.used_seconds, coalesce(j.clip_seconds, j.used_seconds))
    END AS used_seconds,
    j.clip_seconds, j.final_meets_size,
    CAST(j.final_longer_side AS DOUBLE) / nullif(j.own_longer_side, 0) AS enlarged_by,
    j.has_friction
FROM judged AS j
JOIN grouped AS w
    ON w.client IS NOT DISTINCT FROM j.client AND w.project IS NOT DISTINCT FROM j.project
    AND w.of_source IS NOT DISTINCT FROM CASE WHEN j.client IS NULL AND j.project IS NULL THEN j.source END
LEFT JOIN possible_finals AS m ON m.attempt_no = j.attempt_no AND m.output_index = j.output_index
WHERE j.is_usable OR j.is_used OR j.first_used_at IS NOT NULL OR j.has_friction IS NOT NULL
