-- The moment so many seconds later, to the microsecond.
CAST(
    timestamp_micros(
        unix_micros(CAST(moment AS TIMESTAMP)) + CAST(round(CAST(seconds AS DOUBLE) * 1000000D) AS BIGINT)
    ) AS TIMESTAMP_NTZ
)
