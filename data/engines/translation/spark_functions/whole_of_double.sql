-- A floating number without a fraction as a whole one, to its last digit, whatever its sign.
CAST(sign(number) AS DECIMAL(1, 0)) * whole_of_positive(abs(number))
