-- One row per week, hour of becoming ready, hour and way of first settling, hour and way of settling at last: how many
-- delivered outputs of reviewed work, in hours since the week's first moment. What is still open has no hours.
-- First: the earliest of a word that counts, silence, and what was made from it. At last: as it stands now.
WITH words AS (
    SELECT
        m.attempt_no, m.output_index,
        min(v.decided_at) FILTER (
            WHERE v.decision = 'approved' AND list_position({stages}, coalesce(v.stage, 'qc')) >= {usable_from}
        ) AS approved_at,
        min(v.decided_at) FILTER (WHERE v.decision = 'rejected') AS rejected_at
    FROM reference_matches AS m
    JOIN verdicts AS v ON v.verdict_no = m.record_no
    WHERE m.record_kind = 'verdict' AND m.state = 'matched'
        AND v.decided_at <= CAST(getvariable('asked_at') AS TIMESTAMP)
    GROUP BY m.attempt_no, m.output_index
),

timed AS (
    SELECT
        f.week, f.submitted_at, f.local_submitted_at, a.outcome, a.standing_at, a.standing_decision,
        coalesce(f.completed_at, f.submitted_at) AS ready_at,
        if(a.standing_decision = 'needs_edit', a.standing_at, ready_at) AS waits_since,
        least(own.approved_at, whole.approved_at) AS approved_at,
        least(own.rejected_at, whole.rejected_at) AS rejected_at,
        CASE WHEN a.outcome = 'contributed' THEN greatest(b.first_usable_at, ready_at) END AS contributed_at,
        least(
            waits_since + to_seconds({verdict_window_s}),
            greatest(waits_since, b.first_usable_at) + to_seconds({selection_window_s})
        ) AS silent_until
    FROM asset_outcomes AS a
    JOIN (SELECT *, {week} AS week FROM attempt_facts WHERE {where}) AS f ON f.attempt_no = a.attempt_no
    LEFT JOIN brief_facts AS b ON b.brief_no = f.brief_no
    LEFT JOIN words AS own ON own.attempt_no = a.attempt_no AND own.output_index = a.output_index
    LEFT JOIN words AS whole ON whole.attempt_no = a.attempt_no AND whole.output_index IS NULL
    WHERE a.outcome <> 'blocked' AND f.is_reviewed
),

settled AS (
    SELECT
        *,
        CASE outcome WHEN 'usable' THEN 0 WHEN 'contributed' THEN 1 WHEN 'pending' THEN 3 ELSE 2 END AS way,
        CASE outcome
            WHEN 'usable' THEN standing_at
            WHEN 'contributed' THEN contributed_at
            WHEN 'rejected' THEN standing_at + if(standing_decision = 'rejected', INTERVAL 0 SECOND, to_seconds({verdict_window_s}))
            WHEN 'not_selected' THEN silent_until
        END AS last_at,
        CASE WHEN silent_until <= CAST(getvariable('asked_at') AS TIMESTAMP) THEN silent_until END AS silent_at,
        least(approved_at, rejected_at, contributed_at, silent_at, last_at) AS first_at
    FROM timed
),

ordered AS (
    SELECT
        *,
        CASE
            WHEN first_at IS NULL OR outcome = 'pending' THEN 3
            WHEN first_at = approved_at THEN 0
            WHEN first_at = contributed_at THEN 1
            WHEN first_at = last_at THEN way
            ELSE 2
        END AS first_way,
        if(first_way = way, first_at, last_at) AS ended_at,
        epoch_us(local_submitted_at - CAST(week AS TIMESTAMP)) - epoch_us(submitted_at) AS shift_us
    FROM settled
)

SELECT
    (week - DATE '{first_week}') // 7 AS week_no,
    CAST(floor((epoch_us(ready_at) + shift_us) / 3.6e9) AS INTEGER) AS ready_h,
    CAST(floor((epoch_us(greatest(first_at, ready_at)) + shift_us) / 3.6e9) AS INTEGER) AS first_h,
    first_way,
    CAST(floor((epoch_us(greatest(ended_at, ready_at)) + shift_us) / 3.6e9) AS INTEGER) AS ended_h,
    way,
    count(*) AS n
FROM ordered
GROUP BY ALL
ORDER BY ALL
