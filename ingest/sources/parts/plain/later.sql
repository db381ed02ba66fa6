-- A moment so many seconds later, to the microsecond; NULL for a length no call has.
CASE WHEN seconds BETWEEN 0 AND 31536000 THEN moment + to_microseconds(CAST(floor(seconds * 1000000 + 0.5) AS BIGINT)) END
