-- One row per call: a logged attempt, or the rows of several sources merged into one. The columns of
-- `attempts`, and which source named the cost and the operation.
SELECT *, source AS cost_source, source AS operation_source
FROM attempts_in_scope
ANTI JOIN same_calls USING (attempt_no)
UNION ALL BY NAME
SELECT * FROM merged_calls
