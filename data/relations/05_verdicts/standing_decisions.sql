-- One row per output with a decision: the standing one, and what audit and client said of it before.
SELECT
    attempt_no, output_index,
    arg_max(verdict_no, CAST(weight AS HUGEINT) * 18446744073709551616 + content_hash) AS verdict_no,
    max(weight) AS weight,
    ['triage', 'qc', 'client', 'audit'][1 + (max(weight) >> 54)] AS stage,
    make_timestamp((max(weight) & ((CAST(1 AS BIGINT) << 54) - 1)) >> 2) AS decided_at,
    ['approved', 'needs_edit', 'rejected'][1 + (max(weight) & 3)] AS decision,
    ['approved', 'needs_edit', 'rejected'][1 + (max(weight) FILTER (WHERE stage <> 'audit') & 3)] AS without_audit,
    ['approved', 'needs_edit', 'rejected'][1 + (max(weight) FILTER (WHERE stage = 'audit') & 3)] AS by_audit,
    ['approved', 'needs_edit', 'rejected'][1 + (max(weight) FILTER (WHERE stage = 'qc') & 3)] AS by_qc,
    ['approved', 'needs_edit', 'rejected'][1 + (max(weight) FILTER (WHERE stage = 'client') & 3)] AS by_client
FROM judged_outputs
GROUP BY attempt_no, output_index
