-- One output's even share of a cost, floored at 0.000001.
CAST(whole_quotient(floor(cost * 1000000), n_outputs) * CAST(0.000001 AS DECIMAL(6, 6)) AS DECIMAL(38, 12))
