-- One row per local week, end and model of the calls: credits the channels' accounts were charged and given back, in
-- the week of the call that an entry names, else in its own. `n_calls` counts charges that name a call.
-- An account belongs to the channel whose calls use it, or bears its name.
WITH accounts AS (
    SELECT account FROM attempts WHERE list_contains($channels, channel) AND account IS NOT NULL
    UNION
    SELECT account FROM ledger_entries WHERE list_contains($channels, account)
),

moved AS (
    SELECT
        CASE WHEN e.kind <> 'adjust' THEN e.kind WHEN e.credits > 0 THEN 'refund' ELSE 'consume' END AS kind,
        abs(e.credits) AS credits,
        coalesce(f.local_submitted_at, timezone($timezone, e."at" AT TIME ZONE 'UTC')) AS local_at,
        CASE WHEN f.status IN ('failed', 'blocked') THEN f.status ELSE 'charged' END AS ending,
        f.attempt_no, f.model
    FROM ledger_entries AS e
    LEFT JOIN reference_matches AS m
        ON m.record_kind = 'ledger' AND m.record_no = e.entry_no AND m.state = 'matched'
    LEFT JOIN attempt_facts AS f ON f.attempt_no = m.attempt_no
    WHERE e.account IN (FROM accounts) AND (e.kind IN ('consume', 'refund') OR (e.kind = 'adjust' AND e.attempt_ref IS NOT NULL))
        AND e."at" <= (SELECT max(resolved_at) FROM resolutions)
)

SELECT
    date_trunc('week', local_at::DATE + $shift::INTEGER)::DATE - $shift::INTEGER AS week,
    ending,
    coalesce(sum(credits) FILTER (WHERE kind = 'consume'), 0) AS consumed,
    coalesce(sum(credits) FILTER (WHERE kind = 'refund'), 0) AS refunded,
    count(DISTINCT attempt_no) FILTER (WHERE kind = 'consume') AS n_calls,
    model
FROM moved
GROUP BY ALL
ORDER BY ALL
