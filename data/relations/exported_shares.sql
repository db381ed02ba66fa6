-- One row per share of money: the lines of the waste ledger before they are summed.
SELECT
    f.source_id,
    s.* EXCLUDE (attempt_no, brief_no)
FROM waste_ledger AS s
LEFT JOIN attempt_facts AS f ON f.attempt_no = s.attempt_no
