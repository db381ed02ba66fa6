-- One row per output of a succeeded attempt, with the attempt it came from. An attempt that several sources logged
-- has the addresses of the first of them that has any.
WITH other_addresses AS (
    SELECT p.lead_attempt_no AS attempt_no, b.output_uris
    FROM merged_attempts AS p
    JOIN attempts AS b ON b.attempt_no = p.attempt_no
    WHERE array_length(b.output_uris) > 0
    QUALIFY row_number() OVER (PARTITION BY p.lead_attempt_no ORDER BY b.source, b.source_id) = 1
)

SELECT
    f.source, a.source_id, o.output_index,
    coalesce(o.asset_id, a.source_id || '#' || o.output_index) AS asset_id,
    coalesce(o.uri, item_at(a.output_uris, o.output_index), item_at(m.output_uris, o.output_index)) AS uri,
    o.outcome, o.money,
    o.standing_decision, o.standing_stage AS stage, o.standing_at, o.reason, o.reviewer,
    o.not_selected_by, o.settles_at, f.submitted_at, f.local_submitted_at, f.completed_at,
    f.brief, f.client, f.project, f.campaign, f.team, f."user", f.channel, f.provider, f.model,
    f.model_family, f.variant, f.operation, f.tier, f.media, f.status
FROM asset_outcomes AS o
JOIN attempt_facts AS f ON f.attempt_no = o.attempt_no
JOIN attempts AS a ON a.attempt_no = o.attempt_no
LEFT JOIN other_addresses AS m ON m.attempt_no = o.attempt_no
