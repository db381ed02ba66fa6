-- One row per part of a ledger entry (what it took from one lot; negative: returned to it), valued in the
-- reporting currency at the rate of the day the lot was paid. NULL money: not known.
SELECT
    p.entry_no, p.kind, p.credits,
    CASE
        WHEN p.money = 0 OR coalesce(p.currency, $currency) = $currency THEN p.money
        ELSE as_money(p.money * r.rate)
    END AS money
FROM credit_parts AS p
LEFT JOIN conversion_rates AS r
    ON r.currency = p.currency AND p.paid_at >= r.valid_from AND p.paid_at < r.valid_to
