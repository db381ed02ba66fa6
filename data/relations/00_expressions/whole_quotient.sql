-- How often one whole number goes into another, exactly. Each engine says it its own way.
CAST(CAST(number AS HUGEINT) // CAST(divisor AS HUGEINT) AS DECIMAL(32, 0))
