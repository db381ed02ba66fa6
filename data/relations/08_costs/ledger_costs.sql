-- One row per call that bookings of credits name: the money paid for these credits, all bookings added up. What is
-- booked under a hold is what is still held. NULL: not known.
SELECT m.attempt_no, CASE WHEN count(*) = count(p.money) THEN sum(p.money) END AS ledger_cost
FROM valued_parts AS p
JOIN {target}.reference_matches AS m ON m.record_kind = 'ledger' AND m.record_no = p.entry_no AND m.state = 'matched'
WHERE p.kind IN ('consume', 'hold', 'adjust')
GROUP BY m.attempt_no
