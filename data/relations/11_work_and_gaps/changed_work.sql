-- One row per piece of work to be told anew: it was loaded or came due, what it is about changed, or another
-- piece of work replaces it now or did before.
WITH booked AS (
    SELECT labour_no
    FROM labour
    WHERE kind = 'review' AND (
        ("at" > $resolved_at AND "at" <= $as_of)
        OR labour_no IN (SELECT record_no FROM loaded_references WHERE record_kind = 'labour')
    )
),

booked_days AS (
    SELECT person, CAST(local_time("at", $timezone) AS DATE) AS day
    FROM labour
    WHERE labour_no IN (SELECT labour_no FROM booked)
    UNION
    SELECT person, CAST(local_submitted_at AS DATE)
    FROM {stored}.people_facts
    WHERE record_kind = 'labour' AND record_no IN (
        SELECT record_no FROM loaded_references WHERE record_kind = 'labour'
    )
)

SELECT record_kind, record_no FROM loaded_references WHERE record_kind IN ('verdict', 'labour')
UNION
SELECT record_kind, record_no FROM rematched_records WHERE record_kind IN ('verdict', 'labour')
UNION
SELECT 'labour', labour_no FROM labour WHERE brief_id IS NOT NULL OR ("at" > $resolved_at AND "at" <= $as_of)
UNION
SELECT 'verdict', verdict_no FROM changed_verdicts
UNION
SELECT 'verdict', verdict_no
FROM verdicts_given AS v
WHERE review_seconds IS NOT NULL AND EXISTS (
    SELECT 1 FROM booked_days AS b
    WHERE lower(trim(b.person)) = lower(trim(v.reviewer)) AND b.day = CAST(local_time(v.decided_at, $timezone) AS DATE)
)
UNION
SELECT record_kind, record_no FROM {stored}.people_facts WHERE person IS NOT NULL AND person NOT IN (SELECT name FROM persons)
UNION
SELECT record_kind, record_no
FROM {target}.reference_matches
WHERE record_kind IN ('verdict', 'labour') AND attempt_no IN (SELECT attempt_no FROM scope)
