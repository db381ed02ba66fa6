-- What the second step of a division divides: the remainder of the first, before the last twenty digits.
upper_part(number) % divisor * CAST(100000000000000000000 AS DECIMAL(21, 0))
+ number % CAST(100000000000000000000 AS DECIMAL(21, 0))
