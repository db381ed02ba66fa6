-- One row per call as logs tell it: a logged attempt, or the rows of several sources merged into one.
SELECT * FROM unmerged_calls ANTI JOIN same_calls USING (attempt_no)
UNION ALL
SELECT * FROM merged_calls
