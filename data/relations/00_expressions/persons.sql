-- One row per way in which a person's name is written in any record, and the name that is shown: names are compared
-- trimmed and in lower case, and the earliest spelling counts.
WITH written AS (
    SELECT "user" AS spelling, min(submitted_at) AS first_at FROM attempts GROUP BY "user"
    UNION ALL
    SELECT reviewer, min(decided_at) FROM verdicts GROUP BY reviewer
    UNION ALL
    SELECT reviewer, min(decided_at) FROM verdict_versions GROUP BY reviewer
    UNION ALL
    SELECT person, min("at") FROM labour GROUP BY person
),

spelled AS (
    SELECT spelling, lower(trim(spelling)) AS folded, min(first_at) AS first_at
    FROM written
    WHERE spelling IS NOT NULL
    GROUP BY spelling
)

SELECT
    spelling,
    first_value(trim(spelling)) OVER (PARTITION BY folded ORDER BY first_at, trim(spelling), spelling) AS name
FROM spelled
