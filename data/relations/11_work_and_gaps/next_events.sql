-- One row per kind of event after the moment that changes a figure by time alone: when the first one comes.
SELECT min(settles_at) AS "at" FROM {target}.asset_outcomes WHERE settles_at > $as_of
UNION ALL
SELECT min(submitted_at) FROM attempts WHERE submitted_at > $as_of
UNION ALL
SELECT min(derived_time(started_at, submitted_at, queue_s))
FROM attempts
WHERE derived_time(started_at, submitted_at, queue_s) > $as_of
UNION ALL
SELECT min(derived_time(completed_at, submitted_at, latency_s))
FROM attempts
WHERE derived_time(completed_at, submitted_at, latency_s) > $as_of
UNION ALL
SELECT min(decided_at) FROM verdicts WHERE decided_at > $as_of
UNION ALL
SELECT min(decided_at) FROM verdict_versions WHERE decided_at > $as_of
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
