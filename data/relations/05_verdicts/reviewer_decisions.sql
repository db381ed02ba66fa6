-- One row per output, stage and reviewer with a decision: the latest; of several at that time the worse; between
-- equals the content decides, so that the order of loading never does. Unnamed reviewers are one.
SELECT
    attempt_no, output_index, stage, stage_rank, reviewer, decision, decided_at, worse_first, verdict_no, content_hash
FROM judged_outputs
QUALIFY row_number() OVER (
    PARTITION BY attempt_no, output_index, stage_rank, reviewer
    ORDER BY decided_at DESC, worse_first, content_hash DESC
) = 1
