-- One row per call: how many outputs it gave, as logged.
SELECT attempt_no, n_logged, has_odd_places FROM ended_calls
