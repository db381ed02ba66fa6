-- An amount as money; beyond all measure, it is not known.
try_cast(amount AS DECIMAL(38, 12))
