-- One row per channel and kind of record (its calls, its credits): the local days from the first record to the
-- last, the days of the week that have any (Monday is 1), and the local day of the moment of the relations. Any
-- record of a source shows that it was being written; a channel that several logs know, or that has several
-- accounts, is covered by them together.
WITH accounts AS (
    SELECT channel, account FROM attempts WHERE list_contains($channels, channel) AND account IS NOT NULL
    UNION
    SELECT account, account FROM ledger_entries WHERE list_contains($channels, account)
),

sources AS (SELECT DISTINCT channel, source FROM attempts WHERE list_contains($channels, channel)),

moments AS (
    SELECT 'log' AS what, s.channel, a.submitted_at AS moment
    FROM attempts AS a
    JOIN sources AS s ON s.source = a.source
    UNION ALL
    SELECT 'ledger', a.channel, e."at"
    FROM ledger_entries AS e
    JOIN accounts AS a ON a.account = e.account
),

today AS (SELECT max(resolved_at) AS moment FROM resolutions),

days AS (
    SELECT
        m.what, m.channel,
        timezone($timezone, m.moment AT TIME ZONE 'UTC')::DATE AS day,
        timezone($timezone, t.moment AT TIME ZONE 'UTC')::DATE AS today
    FROM moments AS m
    JOIN today AS t ON m.moment <= t.moment
)

SELECT
    what, channel, min(day) AS first_day, max(day) AS last_day, list(DISTINCT isodow(day)) AS weekdays, today
FROM days
GROUP BY ALL
ORDER BY ALL
