-- One row per ledger entry that names a call: the call's group.
SELECT m.record_no AS entry_no, g.group_key
FROM reference_matches AS m
JOIN (SELECT attempt_no, {group_key} AS group_key FROM attempt_facts WHERE NOT is_breakage) AS g
    ON g.attempt_no = m.attempt_no
WHERE m.record_kind = 'ledger' AND m.state = 'matched'
ORDER BY entry_no
