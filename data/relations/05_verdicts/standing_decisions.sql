-- One row per output with a decision: the one that stands, at the furthest stage that has any, and what each of the
-- later stages said.
SELECT
    attempt_no, output_index,
    max(stage_rank) AS stage_rank,
    arg_max(stage, stage_rank) AS stage,
    arg_max(decision, stage_rank) AS decision,
    arg_max(decided_at, stage_rank) AS decided_at,
    arg_max(verdict_no, stage_rank) AS verdict_no,
    arg_max(is_disputed, stage_rank) FILTER (WHERE is_disputed IS NOT NULL) AS is_disputed,
    arg_max(decision, stage_rank) FILTER (WHERE stage <> 'audit') AS without_audit,
    max(decision) FILTER (WHERE stage = 'audit') AS by_audit,
    max(decision) FILTER (WHERE stage = 'qc') AS by_qc,
    max(decision) FILTER (WHERE stage = 'client') AS by_client
FROM stage_decisions
GROUP BY attempt_no, output_index
