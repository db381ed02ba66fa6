-- One row per call that consumption of credits names: the money paid for these credits. NULL: not known.
SELECT m.attempt_no, CASE WHEN count(*) = count(p.money) THEN sum(p.money) END AS ledger_cost
FROM valued_parts AS p
JOIN {target}.reference_matches AS m ON m.record_kind = 'ledger' AND m.record_no = p.entry_no AND m.state = 'matched'
WHERE p.kind = 'consume'
GROUP BY m.attempt_no
