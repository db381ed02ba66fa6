-- One row per call that a credit account charges or refunds in which entries were loaded, or came due since the
-- moment of the stored relations: what one draws changes what the next one pays.
WITH accounts AS (
    SELECT account
    FROM (
        SELECT entry_no, account, "at", expires_at FROM ledger_entries
        UNION ALL
        SELECT entry_no, account, "at", expires_at FROM ledger_entry_versions
    )
    WHERE ("at" > $resolved_at AND "at" <= $as_of) OR (expires_at > $resolved_at AND expires_at <= $as_of)
        OR entry_no IN (SELECT record_no FROM loaded_references WHERE record_kind = 'ledger')
)

SELECT DISTINCT m.attempt_no
FROM {stored}.reference_matches AS m
JOIN ledger_entries AS e ON e.entry_no = m.record_no
WHERE m.record_kind = 'ledger' AND m.attempt_no IS NOT NULL AND e.account IN (SELECT account FROM accounts)
