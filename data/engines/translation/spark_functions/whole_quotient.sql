-- How often one whole number goes into another, exactly.
CAST(exact_quotient(CAST(number AS DECIMAL(38, 0)), CAST(divisor AS DECIMAL(38, 0))) AS DECIMAL(32, 0))
