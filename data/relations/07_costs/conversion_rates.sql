-- One row per currency and stretch of days in which its rate to the reporting currency is known: written
-- in the book so or the other way round, else by way of one other currency.
WITH either_way AS (
    SELECT base, quote, CAST(rate AS DECIMAL(28, 16)) AS rate, valid_from, valid_to FROM currency_rates
    UNION ALL
    SELECT r.quote, r.base, CAST(1 / r.rate AS DECIMAL(28, 16)), r.valid_from, r.valid_to
    FROM currency_rates AS r
    WHERE NOT EXISTS (
        FROM currency_rates AS d
        WHERE d.base = r.quote AND d.quote = r.base
            AND d.valid_from < r.valid_to AND r.valid_from < d.valid_to
    )
),

direct AS (
    SELECT base, rate, valid_from, valid_to FROM either_way WHERE quote = $currency AND base <> $currency
)

SELECT base AS currency, rate, valid_from, valid_to FROM direct
UNION ALL
SELECT
    e.base, CAST(CAST(e.rate AS DECIMAL(18, 9)) * CAST(d.rate AS DECIMAL(18, 9)) AS DECIMAL(28, 16)),
    greatest(e.valid_from, d.valid_from), least(e.valid_to, d.valid_to)
FROM either_way AS e
JOIN direct AS d ON d.base = e.quote AND d.valid_from < e.valid_to AND e.valid_from < d.valid_to
WHERE e.base <> $currency AND e.base NOT IN (SELECT base FROM direct)
QUALIFY row_number() OVER (
    PARTITION BY e.base, greatest(e.valid_from, d.valid_from) ORDER BY e.quote
) = 1
