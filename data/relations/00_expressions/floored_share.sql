-- What one part of a whole gets of an amount: shared first, floored at 0.000001 then, exactly. Beyond all measure it
-- is not known. Each engine says it its own way.
TRY(CAST(
    CAST(amount * 1000000000000 AS HUGEINT) * CAST(part AS HUGEINT) // (CAST(whole AS HUGEINT) * 1000000)
    AS DECIMAL(32, 0)
) * CAST(0.000001 AS DECIMAL(6, 6)))
