-- One row per operation that a log names for several calls; any of them can stand for it.
SELECT operation_source, operation_id, min(attempt_no) AS operation_key
FROM calls
WHERE operation_id IS NOT NULL AND submitted_at <= $as_of
GROUP BY operation_source, operation_id
HAVING count(*) > 1
