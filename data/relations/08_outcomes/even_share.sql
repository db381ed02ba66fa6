-- One output's even share of a cost, floored at 0.000001.
CAST(
    CAST(CAST(floor(cost * 1000000) AS HUGEINT) // n_outputs AS DECIMAL(32, 0)) * CAST(0.000001 AS DECIMAL(6, 6))
    AS DECIMAL(38, 12)
)
