-- One row per brief that a call in scope belonged to so far.
SELECT DISTINCT brief_no FROM {stored}.attempt_facts WHERE attempt_no IN (SELECT attempt_no FROM scope)
