-- One row per piece of work up to the moment: the seconds of a verdict, unless its reviewer booked review work on
-- that local day, or a booked piece of work.
WITH booked AS (
    SELECT l.*, coalesce(s.name, l.person) AS name
    FROM labour AS l
    LEFT JOIN respelled_persons AS s ON s.spelling = l.person
    WHERE l."at" <= $as_of
),

reviewed AS (
    SELECT v.*, coalesce(s.name, v.reviewer) AS name
    FROM verdicts_given AS v
    LEFT JOIN respelled_persons AS s ON s.spelling = v.reviewer
    WHERE v.review_seconds IS NOT NULL
),

booked_reviews AS (
    SELECT DISTINCT name, CAST(local_time("at", $timezone) AS DATE) AS day
    FROM booked
    WHERE kind = 'review' AND name IS NOT NULL
)

SELECT
    'verdict' AS record_kind, verdict_no AS record_no, decided_at AS "at", 'review' AS kind, v.name AS person,
    CAST(round(review_seconds * 1000000) AS DECIMAL(38, 0)) AS microseconds, NULL AS brief_id, NULL AS project, source
FROM reviewed AS v
ANTI JOIN booked_reviews AS b
    ON b.name = v.name AND b.day = CAST(local_time(v.decided_at, $timezone) AS DATE)
UNION ALL
SELECT 'labour', labour_no, "at", kind, name, CAST(minutes * 60000000 AS DECIMAL(38, 0)), brief_id, project, source
FROM booked
