-- The moment so many seconds later, to the microsecond. Each engine says it its own way.
moment + to_microseconds(CAST(round(seconds * 1000000) AS BIGINT))
