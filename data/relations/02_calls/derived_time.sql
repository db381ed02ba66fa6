-- A logged moment, else the one that a logged duration after the submit gives.
coalesce(logged_at, submitted_at + to_microseconds(CAST(round(duration_s * 1000000) AS BIGINT)))
