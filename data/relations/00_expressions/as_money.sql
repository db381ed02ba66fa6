-- An amount as money; beyond all measure, it is not known. Each engine says it its own way.
TRY(CAST(amount AS DECIMAL(38, 12)))
