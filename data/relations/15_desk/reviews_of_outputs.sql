-- One row per output and stage that people decided on, up to the moment: how many did, whether all of them agree, and
-- what the latest of them says. Unnamed reviewers are one. A verdict that was given anew, or taken back, counts as it
-- stands now; what is only used was not decided on.
WITH by_reviewer AS (
    SELECT
        m.attempt_no, coalesce(m.output_index, o.output_index) AS output_index, coalesce(v.stage, 'qc') AS stage,
        v.decision, v.decided_at, v.content_hash
    FROM reference_matches AS m
    JOIN verdicts AS v ON v.verdict_no = m.record_no
    LEFT JOIN asset_outcomes AS o ON o.attempt_no = m.attempt_no AND m.output_index IS NULL
    WHERE m.record_kind = 'verdict' AND m.state = 'matched' AND v.decision <> 'pending'
        AND v.source NOT IN ('finals', 'uses')
        AND v.decided_at <= (SELECT max(resolved_at) FROM resolutions)
    QUALIFY row_number() OVER (
        PARTITION BY
            m.attempt_no, coalesce(m.output_index, o.output_index), coalesce(v.stage, 'qc'), lower(trim(v.reviewer))
        ORDER BY v.decided_at DESC, v.decision DESC, v.content_hash DESC
    ) = 1
)

SELECT
    attempt_no, output_index, stage,
    count(*) OVER (PARTITION BY attempt_no, output_index, stage) AS n_reviewers,
    min(decision) OVER (PARTITION BY attempt_no, output_index, stage)
    = max(decision) OVER (PARTITION BY attempt_no, output_index, stage) AS is_agreed,
    decision
FROM by_reviewer
QUALIFY row_number() OVER (
    PARTITION BY attempt_no, output_index, stage ORDER BY decided_at DESC, decision DESC, content_hash DESC
) = 1
