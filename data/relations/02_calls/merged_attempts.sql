-- One row per logged attempt that is the same call as another one, which leads.
SELECT attempt_no, lead_attempt_no FROM same_calls WHERE attempt_no <> lead_attempt_no
