-- One row per verdict: merged column by column from all that was told of it, the best content first. A reason belongs
-- to its decision.
SELECT
    verdict_no,
    min(content_hash) FILTER (WHERE place = 1) AS content_hash,
    arg_min(file_no, landed_as) AS file_no,
    arg_min(line, landed_as) FILTER (WHERE line IS NOT NULL) AS line,
    arg_min(source, place) FILTER (WHERE source IS NOT NULL) AS source,
    arg_min(asset_ref, place) FILTER (WHERE asset_ref IS NOT NULL) AS asset_ref,
    arg_min(decision, place) FILTER (WHERE decision IS NOT NULL) AS decision,
    arg_min(decided_at, place) FILTER (WHERE decided_at IS NOT NULL) AS decided_at,
    arg_min(output_index, place) FILTER (WHERE output_index IS NOT NULL) AS output_index,
    arg_min(stage, place) FILTER (WHERE stage IS NOT NULL) AS stage,
    arg_min(reason, place) FILTER (WHERE reason IS NOT NULL AND decision = best) AS reason,
    arg_min(reviewer, place) FILTER (WHERE reviewer IS NOT NULL) AS reviewer,
    arg_min(review_seconds, place) FILTER (WHERE review_seconds IS NOT NULL) AS review_seconds,
    arg_min(verdict_id, place) FILTER (WHERE verdict_id IS NOT NULL) AS verdict_id,
    arg_min(updated_at, place) FILTER (WHERE updated_at IS NOT NULL) AS updated_at
FROM verdict_contents
GROUP BY verdict_no
