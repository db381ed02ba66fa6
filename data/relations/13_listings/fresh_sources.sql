-- One row per source: how many records of each kind it gave, when the last of them happened, and when a file of it was
-- last loaded.
WITH dated AS (
    SELECT source, 'attempt' AS kind, submitted_at AS happened_at FROM attempts
    UNION ALL
    SELECT source, 'asset', NULL FROM assets
    UNION ALL
    SELECT source, 'verdict', decided_at FROM verdicts
    UNION ALL
    SELECT source, 'booking', "at" FROM ledger_entries
    UNION ALL
    SELECT source, 'handover', handed_over_at FROM handovers
    UNION ALL
    SELECT source, 'labour', "at" FROM labour
),

counted AS (
    SELECT source, kind, count(*) AS n, max(happened_at) AS last_at FROM dated GROUP BY source, kind
),

loaded AS (
    SELECT source, max(loaded_at) AS loaded_at FROM files GROUP BY source
)

SELECT
    c.source,
    CAST(sum(CASE WHEN c.kind = 'attempt' THEN c.n ELSE 0 END) AS BIGINT) AS attempts,
    CAST(sum(CASE WHEN c.kind = 'asset' THEN c.n ELSE 0 END) AS BIGINT) AS assets,
    CAST(sum(CASE WHEN c.kind = 'verdict' THEN c.n ELSE 0 END) AS BIGINT) AS verdicts,
    CAST(sum(CASE WHEN c.kind = 'booking' THEN c.n ELSE 0 END) AS BIGINT) AS bookings,
    CAST(sum(CASE WHEN c.kind = 'handover' THEN c.n ELSE 0 END) AS BIGINT) AS handovers,
    CAST(sum(CASE WHEN c.kind = 'labour' THEN c.n ELSE 0 END) AS BIGINT) AS labour,
    max(c.last_at) AS last_record_at,
    max(l.loaded_at) AS loaded_at
FROM counted AS c
LEFT JOIN loaded AS l ON l.source = c.source
GROUP BY c.source
ORDER BY last_record_at DESC NULLS LAST, c.source
