-- One row per channel with calls, and per account of a ledger that no call names: whether its ledger has
-- consumption by the moment of the relations.
WITH used AS (
    SELECT DISTINCT account FROM ledger_entries
    WHERE kind = 'consume' AND "at" <= (SELECT max(resolved_at) FROM resolutions)
),

callers AS (SELECT DISTINCT channel, account FROM attempts WHERE channel IS NOT NULL)

SELECT coalesce(c.channel, u.account) AS channel, bool_or(u.account IS NOT NULL) AS consumes
FROM callers AS c
FULL JOIN used AS u ON u.account = c.account
GROUP BY ALL
ORDER BY ALL
