-- One row per output and stage with a decision: the latest; of several at that time the worse; between equals the
-- content decides, so that the order of loading never does.
SELECT attempt_no, output_index, stage, stage_rank, decision, decided_at, verdict_no
FROM judged_outputs
QUALIFY row_number() OVER (
    PARTITION BY attempt_no, output_index, stage_rank ORDER BY decided_at DESC, worse_first, content_hash DESC
) = 1
