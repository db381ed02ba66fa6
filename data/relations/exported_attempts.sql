-- One row per attempt, and per lapsed credit lot, as people take it away: without row numbers of ours.
SELECT * EXCLUDE (attempt_no, brief_no, operation_key, shares_fate) FROM attempt_facts
