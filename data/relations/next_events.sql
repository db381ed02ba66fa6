-- One row per kind of event after the moment that changes a figure by time alone: when the first one comes.
SELECT min(settles_at) AS "at" FROM {target}.asset_outcomes WHERE settles_at > $as_of
UNION ALL
SELECT min(submitted_at) FROM attempts WHERE submitted_at > $as_of
UNION ALL
SELECT min(started_at) FROM attempts WHERE started_at > $as_of
UNION ALL
SELECT min(completed_at) FROM attempts WHERE completed_at > $as_of
UNION ALL
SELECT min(submitted_at + to_microseconds(CAST(round(latency_s * 1000000) AS BIGINT)))
FROM attempts
WHERE completed_at IS NULL AND latency_s IS NOT NULL
    AND submitted_at + to_microseconds(CAST(round(latency_s * 1000000) AS BIGINT)) > $as_of
UNION ALL
SELECT min(decided_at) FROM verdicts WHERE decided_at > $as_of
UNION ALL
SELECT min("at") FROM ledger_entries WHERE "at" > $as_of
UNION ALL
SELECT min(expires_at) FROM ledger_entries WHERE expires_at > $as_of
UNION ALL
SELECT min(handed_over_at) FROM handovers WHERE handed_over_at > $as_of
UNION ALL
SELECT min(arrived_at) FROM handovers WHERE arrived_at > $as_of
UNION ALL
SELECT min("at") FROM labour WHERE "at" > $as_of
