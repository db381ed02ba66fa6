-- One row per refund up to the moment, in the reporting currency: what the credits it returned had cost,
-- else the money it names, at the rate of the day of its call. NULL money: not known.
-- `is_in_report`: the cost that the call's log reports is less it already.
WITH valued AS (
    SELECT entry_no, CASE WHEN count(*) = count(money) THEN -sum(money) END AS money
    FROM valued_parts
    WHERE kind = 'refund'
    GROUP BY entry_no
)

SELECT
    e.entry_no, m.attempt_no, n.entry_no IS NOT NULL AS is_in_report,
    coalesce(
        v.money,
        CASE
            WHEN coalesce(upper(e.currency), $currency) = $currency THEN abs(e.money)
            ELSE as_money(abs(e.money) * r.rate)
        END
    ) AS money
FROM ledger_entries AS e
LEFT JOIN valued AS v ON v.entry_no = e.entry_no
LEFT JOIN {target}.reference_matches AS m
    ON m.record_kind = 'ledger' AND m.record_no = e.entry_no AND m.state = 'matched'
LEFT JOIN net_costs AS n ON n.entry_no = e.entry_no
LEFT JOIN attempts AS a ON a.attempt_no = m.attempt_no
LEFT JOIN conversion_rates AS r
    ON r.currency = upper(e.currency) AND a.submitted_at >= r.valid_from AND a.submitted_at < r.valid_to
WHERE e.kind = 'refund' AND e."at" <= $as_of
