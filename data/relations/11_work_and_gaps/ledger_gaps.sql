-- One row per kind of gap between the credit ledger and the calls. The money is that of the known ones.
WITH unnamed AS (
    SELECT p.entry_no, p.money
    FROM valued_parts AS p
    ANTI JOIN {target}.reference_matches AS m
        ON m.record_kind = 'ledger' AND m.record_no = p.entry_no AND m.state = 'matched'
    WHERE p.kind = 'consume'
),

held AS (
    SELECT entry_no, CASE WHEN count(*) = count(money) THEN sum(money) END AS money
    FROM valued_parts
    WHERE kind = 'hold'
    GROUP BY entry_no
    HAVING sum(credits) > 0
),

unattached AS (
    SELECT r.money
    FROM refunds AS r
    LEFT JOIN {target}.resolved_attempts AS f ON f.attempt_no = r.attempt_no
    WHERE f.cost IS NULL OR r.money IS NULL
)

SELECT
    'unattributed_consumption' AS gap, count(DISTINCT entry_no) AS n,
    sum(money) AS money
FROM unnamed
UNION ALL
SELECT 'unvalued_consumption', count(DISTINCT entry_no), NULL FROM unnamed WHERE money IS NULL
UNION ALL
SELECT 'held_credits', count(*), CASE WHEN count(*) = count(money) THEN sum(money) END FROM held
UNION ALL
SELECT 'refunds_unattached', count(*), CASE WHEN count(*) = count(money) THEN sum(money) END FROM unattached
UNION ALL
SELECT 'refunds_already_net', count(*), sum(r.money)
FROM refunds AS r
JOIN {target}.resolved_attempts AS f ON f.attempt_no = r.attempt_no AND f.cost_basis = 'reported'
WHERE r.is_in_report
UNION ALL
SELECT 'ledger_problems', n, NULL FROM ledger_problems
