-- One row per call: how it ended and how many outputs it gave, as logged and as of the moment.
-- Outputs: the number logged, else the addresses or files present (none in a list that is there and empty), else
-- (succeeded) what was asked for. A described output that was blocked counts as one even where the number logged leaves it out. No output,
-- or blocked ones only: the call did not succeed. An end later than the moment: it was still running.
WITH described AS (
    SELECT
        c.* REPLACE (coalesce(c.n_requested, 1) AS n_requested),
        derived_time(c.started_at, c.submitted_at, c.queue_s) AS begun_at,
        derived_time(
            -- The same sighting for both: it ended then, and how long it took is not known.
            CASE WHEN c.submitted_at = c.seen_at AND c.completed_at = c.seen_at THEN NULL ELSE c.completed_at END,
            c.submitted_at, c.latency_s
        ) AS ended_at,
        coalesce(d.n_described, 0) AS n_described, coalesce(d.n_blocked, 0) AS n_described_blocked,
        coalesce(d.highest_place, 0) AS highest_place,
        d.media AS described_media, d.file_name AS described_name,
        coalesce(
            c.n_outputs, nullif(greatest(coalesce(array_length(c.output_uris), 0), coalesce(d.n_described, 0)), 0),
            CASE WHEN array_length(c.output_uris) = 0 THEN 0 END
        ) AS n_known
    FROM calls AS c
    LEFT JOIN described_attempts AS d ON d.attempt_no = c.attempt_no
),

counted AS (
    SELECT
        *,
        CASE
            WHEN status <> 'succeeded' THEN 0
            WHEN n_described = 0 THEN coalesce(n_known, n_requested)
            ELSE greatest(n_known, least(n_described - n_described_blocked, n_known) + n_described_blocked)
        END AS n_places
    FROM described
),

ended AS (
    SELECT
        *,
        CASE
            WHEN status <> 'succeeded' OR n_places > n_described_blocked THEN status
            WHEN n_described_blocked > 0 THEN 'blocked'
            WHEN regexp_matches(
                lower(concat_ws(' ', raw_status, error_code)),
                'safety|nsfw|block|policy|moderat|filter|prohibit|sensitive|recitation'
            ) THEN 'blocked'
            ELSE 'failed'
        END AS logged_status
    FROM counted
)

SELECT
    e.* REPLACE (
        CASE WHEN e.ended_at > $as_of THEN 'running' ELSE e.logged_status END AS status,
        CASE WHEN e.begun_at <= $as_of THEN e.begun_at END AS started_at,
        CASE WHEN e.ended_at <= $as_of THEN e.ended_at END AS completed_at,
        CASE WHEN e.logged_status <> 'succeeded' OR e.ended_at > $as_of THEN 0 ELSE e.n_places END AS n_outputs
    ),
    CASE WHEN e.logged_status = 'succeeded' THEN e.n_places ELSE 0 END AS n_logged,
    CASE WHEN e.logged_status <> 'succeeded' OR e.ended_at > $as_of THEN 0 ELSE e.n_described_blocked END
        AS n_blocked,
    e.logged_status = 'succeeded' AND e.n_known IS NULL AND (e.ended_at > $as_of) IS NOT TRUE AS outputs_assumed,
    e.logged_status = 'succeeded' AND e.highest_place > e.n_places AS has_odd_places
FROM ended AS e
