-- One row per price key, outcome and stretch of time [valid_from, valid_to): who bills it. The rule for the
-- model's family where there is one, else for its medium (by its family, else by the operation).
SELECT k.key_no, p.outcome, p.valid_from, p.valid_to, p.billed
FROM price_keys AS k
INNER JOIN billing_policies AS p ON p.channel = k.billing_channel AND p.scope IN (k.family, k.media)
QUALIFY rank() OVER (PARTITION BY k.key_no, p.outcome ORDER BY p.scope IS DISTINCT FROM k.family) = 1
