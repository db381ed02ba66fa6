-- A whole number divided by another, cut off: a division of decimals keeps 20 digits before the point, so that a larger
-- quotient is found in two steps.
CAST(
    CASE
        WHEN abs(divisor) < CAST(1000000000000000000 AS DECIMAL(19, 0)) THEN
            CAST((upper_part(number) - upper_part(number) % divisor) / divisor AS DECIMAL(38, 0))
            * CAST(100000000000000000000 AS DECIMAL(21, 0))
            + CAST((carried(number, divisor) - carried(number, divisor) % divisor) / divisor AS DECIMAL(38, 0))
        ELSE (number - number % divisor) / divisor
    END AS DECIMAL(38, 0)
)
