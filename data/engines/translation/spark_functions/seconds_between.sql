-- Seconds from one moment to a later one.
CAST(unix_micros(CAST(later AS TIMESTAMP)) - unix_micros(CAST(earlier AS TIMESTAMP)) AS DOUBLE) / 1000000D
