-- The smallest whole number from a floating one on, as a floating one: Spark's own has 64 bits.
CASE WHEN abs(number) < 9007199254740992D THEN CAST(ceil(number) AS DOUBLE) ELSE number END
