-- One row per brief that a log names for several calls, with the earliest of them.
SELECT
    client, project, brief_id,
    arg_min(attempt_no, {'submitted_at': submitted_at, 'source': source, 'source_id': source_id}) AS brief_no
FROM calls
WHERE brief_id IS NOT NULL AND submitted_at <= $as_of
GROUP BY client, project, brief_id
HAVING count(*) > 1
