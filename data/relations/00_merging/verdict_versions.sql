-- One row per content of a verdict that was told in several.
SELECT
    verdict_no, content_hash, file_no, line,
    source, asset_ref, decision, decided_at, output_index, stage, reason, reviewer, review_seconds, verdict_id,
    updated_at
FROM verdict_contents
WHERE n_contents > 1
