-- One row per age of a week in hours, week, hour of becoming ready, hour and way of first settling, hour and way of
-- settling at last, and how it stood when its week was so old: how many delivered outputs of reviewed work, in hours
-- since the week's first moment.
-- The windows are those of the expression settling_time. What is still open has no hours. At last: as it stands at the moment asked. Then: by the words given until then.
WITH RECURSIVE found AS (
    SELECT
        a.attempt_no, a.output_index, a.outcome, a.standing_at, a.standing_decision, f.week, f.brief_no, f.submitted_at,
        f.local_submitted_at, coalesce(f.completed_at, f.submitted_at) AS ready_at, b.first_usable_at
    FROM asset_outcomes AS a
    JOIN (SELECT *, {week} AS week FROM attempt_facts WHERE {where}) AS f ON f.attempt_no = a.attempt_no
    LEFT JOIN brief_facts AS b ON b.brief_no = f.brief_no
    WHERE a.outcome <> 'blocked' AND f.is_reviewed
),

weeks AS (
    SELECT
        week, age_h,
        min(submitted_at - (local_submitted_at - CAST(week AS TIMESTAMP))) + to_hours(CAST(age_h AS INTEGER)) AS then_at
    FROM found
    CROSS JOIN (SELECT unnest({ages}) AS age_h) AS ages
    GROUP BY week, age_h
),

words AS (
    SELECT
        o.brief_no, o.attempt_no, o.output_index, v.decision, v.decided_at,
        list_position({stages}, coalesce(v.stage, 'qc')) AS stage_no
    FROM found AS o
    JOIN reference_matches AS m
        ON m.attempt_no = o.attempt_no AND coalesce(m.output_index, o.output_index) = o.output_index
    JOIN verdicts AS v ON v.verdict_no = m.record_no
    WHERE m.record_kind = 'verdict' AND m.state = 'matched' AND v.decision <> 'pending'
        AND v.decided_at <= CAST(getvariable('asked_at') AS TIMESTAMP)
),

first_words AS (
    SELECT
        attempt_no, output_index,
        min(decided_at) FILTER (WHERE decision = 'approved' AND stage_no >= {usable_from}) AS approved_at,
        min(decided_at) FILTER (WHERE decision = 'rejected') AS rejected_at
    FROM words
    GROUP BY attempt_no, output_index
),

-- How the outputs of a brief stood at the moments of the weeks in which it was worked on.
stood_then AS (
    SELECT
        w.week, w.age_h, o.brief_no, o.attempt_no, o.output_index,
        arg_max(o.decision, (o.stage_no, o.decided_at)) AS decision,
        arg_max(o.decided_at, (o.stage_no, o.decided_at)) AS decided_at,
        max(o.stage_no) >= {usable_from} AS counts
    FROM words AS o
    JOIN (SELECT DISTINCT brief_no, week FROM found) AS b ON b.brief_no = o.brief_no
    JOIN weeks AS w ON w.week = b.week AND o.decided_at <= w.then_at
    GROUP BY w.week, w.age_h, o.brief_no, o.attempt_no, o.output_index
),

links AS (
    SELECT record_no AS child_attempt_no, attempt_no, output_index
    FROM reference_matches
    WHERE record_kind = 'parent' AND state = 'matched' AND attempt_no <> record_no
),

used_then AS (
    SELECT s.week, s.age_h, l.attempt_no, l.output_index
    FROM stood_then AS s
    JOIN links AS l ON l.child_attempt_no = s.attempt_no
    WHERE s.decision = 'approved' AND s.counts
    UNION
    SELECT u.week, u.age_h, l.attempt_no, l.output_index
    FROM used_then AS u
    JOIN links AS l ON l.child_attempt_no = u.attempt_no
),

usable_then AS (
    SELECT s.week, s.age_h, s.brief_no, min(s.decided_at) AS first_usable_at
    FROM stood_then AS s
    LEFT JOIN used_then AS u
        ON
            u.week = s.week AND u.age_h = s.age_h AND u.attempt_no = s.attempt_no
            AND coalesce(u.output_index, s.output_index) = s.output_index
    WHERE s.decision = 'approved' AND s.counts AND u.attempt_no IS NULL
    GROUP BY s.week, s.age_h, s.brief_no
),

-- How each output ended, and first would have: whatever the age of its week.
ended AS MATERIALIZED (
    SELECT
        o.week, o.brief_no, o.attempt_no, o.output_index, o.ready_at,
        epoch_us(o.local_submitted_at - CAST(o.week AS TIMESTAMP)) - epoch_us(o.submitted_at) AS shift_us,
        if(o.standing_decision = 'needs_edit', o.standing_at, o.ready_at) AS waits_since,
        CASE WHEN o.outcome = 'contributed' THEN greatest(o.first_usable_at, o.ready_at) END AS contributed_at,
        CASE o.outcome WHEN 'usable' THEN 0 WHEN 'contributed' THEN 1 WHEN 'pending' THEN 3 ELSE 2 END AS way,
        CASE o.outcome
            WHEN 'usable' THEN o.standing_at
            WHEN 'contributed' THEN contributed_at
            WHEN 'rejected' THEN o.standing_at + if(o.standing_decision = 'rejected', INTERVAL 0 SECOND, to_seconds({verdict_window_s}))
            WHEN 'not_selected' THEN least(
                waits_since + to_seconds({verdict_window_s}),
                CASE WHEN o.first_usable_at IS NOT NULL
                    THEN greatest(waits_since, o.first_usable_at) + to_seconds({selection_window_s})
                END
            )
        END AS last_at,
        CASE WHEN o.outcome <> 'pending' THEN least(f.approved_at, f.rejected_at, contributed_at, last_at) END AS first_at,
        CASE
            WHEN first_at IS NULL THEN 3
            WHEN first_at = f.approved_at THEN 0
            WHEN first_at = contributed_at THEN 1
            WHEN first_at = last_at THEN way
            ELSE 2
        END AS first_way,
        CAST(floor((epoch_us(o.ready_at) + shift_us) / 3.6e9) AS INTEGER) AS ready_h,
        CAST(floor((epoch_us(greatest(first_at, o.ready_at)) + shift_us) / 3.6e9) AS INTEGER) AS first_h,
        CAST(floor((epoch_us(greatest(if(first_way = way, first_at, last_at), o.ready_at)) + shift_us) / 3.6e9) AS INTEGER) AS ended_h
    FROM found AS o
    LEFT JOIN first_words AS f ON f.attempt_no = o.attempt_no AND f.output_index = o.output_index
),

seen AS (
    SELECT
        w.age_h, e.week, e.ready_h, e.first_h, e.first_way, e.ended_h, e.way,
        if(s.decision = 'needs_edit', s.decided_at, e.ready_at) AS waited_since,
        CASE
            WHEN w.then_at >= CAST(getvariable('asked_at') AS TIMESTAMP) THEN e.way
            WHEN u.attempt_no IS NOT NULL THEN 1
            WHEN s.decision = 'approved' AND s.counts THEN 0
            WHEN s.decision = 'rejected' THEN 2
            WHEN s.decision = 'approved' OR least(
                waited_since + to_seconds({verdict_window_s}),
                CASE WHEN b.first_usable_at IS NOT NULL
                    THEN greatest(waited_since, b.first_usable_at) + to_seconds({selection_window_s})
                END
            ) > w.then_at THEN 3
            ELSE 2
        END AS stood
    FROM ended AS e
    JOIN weeks AS w ON w.week = e.week
    LEFT JOIN stood_then AS s
        ON
            s.week = e.week AND s.age_h = w.age_h AND s.attempt_no = e.attempt_no
            AND s.output_index = e.output_index
    LEFT JOIN usable_then AS b ON b.week = e.week AND b.age_h = w.age_h AND b.brief_no = e.brief_no
    LEFT JOIN (SELECT DISTINCT week, age_h, attempt_no, output_index FROM used_then) AS u
        ON
            u.week = e.week AND u.age_h = w.age_h AND u.attempt_no = e.attempt_no
            AND coalesce(u.output_index, e.output_index) = e.output_index
)

SELECT age_h, (week - DATE '{first_week}') // 7 AS week_no, ready_h, first_h, first_way, ended_h, way, stood, count(*) AS n
FROM seen
GROUP BY ALL
ORDER BY ALL
