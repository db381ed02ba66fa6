-- The largest whole number up to a floating one, as a floating one: Spark's own has 64 bits.
CASE WHEN abs(number) < 9007199254740992D THEN CAST(floor(number) AS DOUBLE) ELSE number END
