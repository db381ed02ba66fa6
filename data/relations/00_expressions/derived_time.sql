-- A logged moment, else the one that a logged duration after the submit gives.
coalesce(logged_at, seconds_later(submitted_at, duration_s))
