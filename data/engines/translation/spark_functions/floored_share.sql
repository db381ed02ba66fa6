-- What one part of a whole gets of an amount: shared first, floored at 0.000001 then, exactly. Beyond all measure it
-- is not known.
try_cast(
    exact_quotient(
        try_multiply(
            CAST(try_multiply(CAST(amount AS DECIMAL(38, 12)), CAST(1000000000000 AS DECIMAL(19, 0))) AS DECIMAL(38, 0)),
            CAST(part AS DECIMAL(38, 0))
        ),
        nullif(try_multiply(CAST(whole AS DECIMAL(38, 0)), CAST(1000000 AS DECIMAL(10, 0))), 0)
    ) AS DECIMAL(32, 0)
) * CAST(0.000001 AS DECIMAL(6, 6))
