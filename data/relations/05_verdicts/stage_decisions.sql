-- One row per output and stage with a decision: what the stage says by its rule. `latest`: the latest word, at equal
-- times the worse; `majority`: what most reviewers say, in a tie the worse; `strict`: the worst that any says.
WITH ruled AS (
    SELECT
        *,
        CASE stage
            WHEN 'triage' THEN $rule_of_triage WHEN 'qc' THEN $rule_of_qc
            WHEN 'client' THEN $rule_of_client ELSE $rule_of_audit
        END AS rule,
        count(*) OVER (PARTITION BY attempt_no, output_index, stage_rank, decision) AS n_votes,
        count(*) OVER (PARTITION BY attempt_no, output_index, stage_rank) AS n_reviewers
    FROM reviewer_decisions
)

SELECT
    attempt_no, output_index, stage, stage_rank, decision, decided_at, verdict_no, n_votes < n_reviewers AS is_disputed
FROM ruled
QUALIFY row_number() OVER (
    PARTITION BY attempt_no, output_index, stage_rank
    ORDER BY
        CASE rule WHEN 'majority' THEN -n_votes WHEN 'strict' THEN worse_first END,
        CASE rule WHEN 'majority' THEN worse_first END,
        decided_at DESC, worse_first, content_hash DESC
) = 1
