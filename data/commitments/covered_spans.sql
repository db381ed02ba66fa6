-- One row per channel and kind of record (its calls, its credits): the local days from the first record to the
-- last. Any record of a source shows that it was being written; a channel that several logs know, or that has
-- several accounts, is covered by them together.
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
)

SELECT
    what, channel,
    timezone($timezone, min(moment) AT TIME ZONE 'UTC')::DATE AS first_day,
    timezone($timezone, max(moment) AT TIME ZONE 'UTC')::DATE AS last_day
FROM moments
WHERE moment <= (SELECT max(resolved_at) FROM resolutions)
GROUP BY ALL
ORDER BY ALL
