-- One row per settled operation that was asked for two outputs or more, on its earliest call: whether it
-- delivered all of them and all were accepted.
WITH accepted AS (
    SELECT
        attempt_no, count(*) FILTER (WHERE outcome IN ('usable', 'contributed')) AS n_accepted,
        count(*) FILTER (WHERE outcome = 'pending') AS n_pending
    FROM settled_outputs
    GROUP BY attempt_no
)

SELECT
    arg_min(c.attempt_no, {'submitted_at': c.submitted_at, 'source_id': c.source_id}) AS attempt_no,
    sum(c.n_outputs - c.n_blocked) >= max(c.n_requested)
        AND sum(c.n_outputs - c.n_blocked) = coalesce(sum(a.n_accepted), 0) AS is_passed
FROM timed_calls AS c
LEFT JOIN named_operations AS o ON o.operation_id = c.operation_id AND o.operation_source = c.operation_source
LEFT JOIN accepted AS a ON a.attempt_no = c.attempt_no
GROUP BY coalesce(o.operation_key, c.attempt_no)
HAVING max(c.n_requested) > 1
    AND bool_or(CASE WHEN a.attempt_no IS NULL THEN c.fate = 'pending' ELSE a.n_pending > 0 END) IS NOT TRUE
    AND count(*) FILTER (WHERE c.status IN ('running', 'unknown')) = 0
