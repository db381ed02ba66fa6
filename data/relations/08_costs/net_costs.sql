-- One row per refund of a call whose reported cost is less it already: its source is declared net, or the log that
-- reported the cost reported a lower one after the refund than before it. A later version that says nothing of the
-- cost changes nothing.
WITH refunded AS (
    SELECT e.entry_no, e."at" AS refunded_at, c.attempt_no, c.cost_source, s.costs_are_net
    FROM ledger_entries AS e
    JOIN {target}.reference_matches AS m
        ON m.record_kind = 'ledger' AND m.record_no = e.entry_no AND m.state = 'matched'
    JOIN grouped_calls AS c ON c.attempt_no = m.attempt_no
    LEFT JOIN sources AS s ON s.source = c.cost_source
    WHERE e.kind = 'refund' AND e."at" <= $as_of
),

said AS (
    SELECT
        coalesce(p.lead_attempt_no, v.attempt_no) AS attempt_no, v.source, v.reported_cost,
        coalesce(v.updated_at, v.completed_at) AS said_at
    FROM attempt_versions AS v
    LEFT JOIN {target}.merged_attempts AS p ON p.attempt_no = v.attempt_no
    WHERE v.reported_cost IS NOT NULL
)

SELECT r.entry_no
FROM refunded AS r
LEFT JOIN said AS s ON s.attempt_no = r.attempt_no AND s.source = r.cost_source
GROUP BY r.entry_no, r.costs_are_net
HAVING
    coalesce(r.costs_are_net, FALSE)
    OR min(s.reported_cost) FILTER (WHERE s.said_at >= r.refunded_at)
    < max(s.reported_cost) FILTER (WHERE s.said_at < r.refunded_at)
