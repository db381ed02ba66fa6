-- A division of floating numbers, which has an answer for a divisor of 0 too.
CASE
    WHEN CAST(divisor AS DOUBLE) <> 0 THEN CAST(number AS DOUBLE) / CAST(divisor AS DOUBLE)
    WHEN CAST(divisor AS DOUBLE) = 0 THEN
        CASE
            WHEN CAST(number AS DOUBLE) > 0 THEN CAST('Infinity' AS DOUBLE)
            WHEN CAST(number AS DOUBLE) < 0 THEN CAST('-Infinity' AS DOUBLE)
            WHEN CAST(number AS DOUBLE) IS NOT NULL THEN CAST('NaN' AS DOUBLE)
        END
END
