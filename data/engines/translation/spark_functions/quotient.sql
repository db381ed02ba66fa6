-- A division of floating numbers, which has an answer for a divisor of 0 too: an infinity of the
-- sign of both sides, and only its text tells a 0 that is below zero.
CASE
    WHEN CAST(divisor AS DOUBLE) <> 0 THEN CAST(number AS DOUBLE) / CAST(divisor AS DOUBLE)
    WHEN CAST(divisor AS DOUBLE) = 0 THEN
        CASE
            WHEN CAST(number AS DOUBLE) = 0 OR isnan(CAST(number AS DOUBLE))
                THEN CAST('NaN' AS DOUBLE)
            WHEN
                (CAST(number AS DOUBLE) < 0)
                = (CAST(CAST(divisor AS DOUBLE) AS STRING) = '-0.0')
                THEN CAST('Infinity' AS DOUBLE)
            WHEN CAST(number AS DOUBLE) IS NOT NULL THEN CAST('-Infinity' AS DOUBLE)
        END
END
