-- One row per call with a refund of known money, and what of it a reported cost does not hold yet.
SELECT
    attempt_no, sum(money) AS money, sum(money) FILTER (WHERE NOT is_in_report) AS money_not_in_report
FROM refunds
WHERE attempt_no IS NOT NULL AND money IS NOT NULL
GROUP BY attempt_no
