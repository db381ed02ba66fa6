-- One row per piece of work up to the moment: the seconds of a verdict, unless its reviewer booked review work on
-- that local day, or a booked piece of work.
WITH booked_reviews AS (
    SELECT DISTINCT person, CAST(local_time("at", $timezone) AS DATE) AS day
    FROM labour
    WHERE kind = 'review' AND "at" <= $as_of AND person IS NOT NULL
)

SELECT
    'verdict' AS record_kind, verdict_no AS record_no, decided_at AS "at", 'review' AS kind, reviewer AS person,
    CAST(round(review_seconds * 1000000) AS DECIMAL(38, 0)) AS microseconds, NULL AS brief_id, NULL AS project, source
FROM verdicts_given AS v
ANTI JOIN booked_reviews AS b
    ON b.person = v.reviewer AND b.day = CAST(local_time(v.decided_at, $timezone) AS DATE)
WHERE review_seconds IS NOT NULL
UNION ALL
SELECT 'labour', labour_no, "at", kind, person, CAST(minutes * 60000000 AS DECIMAL(38, 0)), brief_id, project, source
FROM labour
WHERE "at" <= $as_of
