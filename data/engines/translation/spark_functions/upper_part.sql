-- A whole number without its last twenty digits.
CAST(
    (number - number % CAST(100000000000000000000 AS DECIMAL(21, 0))) / CAST(100000000000000000000 AS DECIMAL(21, 0))
    AS DECIMAL(38, 0)
)
