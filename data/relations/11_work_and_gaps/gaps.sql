-- One row per kind of gap: what the figures could not take in. Money is in the reporting currency, NULL where
-- the gap has none or not all of it is known.
WITH open_matches AS (
    SELECT record_kind, record_no, state FROM {target}.reference_matches WHERE state <> 'matched'
),

of_verdicts AS (
    SELECT m.state || '_verdicts' AS gap
    FROM open_matches AS m
    JOIN verdicts_given AS v ON v.verdict_no = m.record_no
    WHERE m.record_kind = 'verdict' AND v.decision <> 'pending'
),

of_handovers AS (
    SELECT m.state || '_handovers' AS gap
    FROM open_matches AS m
    JOIN handovers AS h ON h.handover_no = m.record_no
    WHERE m.record_kind = 'handover' AND h.handed_over_at <= $as_of
),

of_labour AS (
    SELECT m.state || '_labour' AS gap
    FROM open_matches AS m
    JOIN labour AS l ON l.labour_no = m.record_no
    WHERE m.record_kind = 'labour' AND l."at" <= $as_of
),

of_parents AS (
    SELECT state || CASE state WHEN 'dropped' THEN '_parent_links' ELSE '_parents' END AS gap
    FROM open_matches
    WHERE record_kind IN ('parent', 'asset_parent')
),

counted AS (
    SELECT gap, count(*) AS n
    FROM (FROM of_verdicts UNION ALL FROM of_handovers UNION ALL FROM of_labour UNION ALL FROM of_parents)
    GROUP BY gap
)

SELECT gap, n, CAST(NULL AS DECIMAL(38, 12)) AS money FROM counted
UNION ALL
SELECT 'merged_attempts', count(*), NULL FROM {target}.merged_attempts
UNION ALL
SELECT 'possible_duplicates', n, NULL FROM lookalikes
UNION ALL
SELECT 'unplaced_assets', count(*), NULL
FROM assets AS s
ANTI JOIN attempts AS a ON a.source = s.source AND a.source_id = s.attempt_id
UNION ALL
SELECT 'unconverted_costs', count(*), NULL
FROM {target}.resolved_attempts
WHERE starts_with(cost_note, 'no_rate_')
UNION ALL
SELECT 'assumed_currencies', count(*), sum(cost) FROM {target}.resolved_attempts WHERE cost_note = 'currency_assumed'
UNION ALL
SELECT * FROM ledger_gaps
