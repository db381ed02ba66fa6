-- One row per share of money: the lines of the waste ledger before they are summed.
SELECT
    a.source_id,
    s.* EXCLUDE (attempt_no, brief_no)
FROM waste_ledger AS s
LEFT JOIN attempts AS a ON a.attempt_no = s.attempt_no
