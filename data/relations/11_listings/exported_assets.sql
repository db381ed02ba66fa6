-- One row per output of a succeeded attempt, with the attempt it came from.
SELECT
    f.source, a.source_id, o.output_index,
    coalesce(o.asset_id, a.source_id || '#' || o.output_index) AS asset_id,
    coalesce(o.uri, a.output_uris[o.output_index + 1], m.output_uris[o.output_index + 1]) AS uri, o.outcome, o.money,
    o.standing_decision, o.standing_stage AS stage, o.standing_at, o.reason, o.reviewer,
    o.not_selected_by, o.settles_at, f.submitted_at, f.local_submitted_at, f.completed_at,
    f.brief, f.client, f.project, f.campaign, f.team, f."user", f.channel, f.provider, f.model,
    f.model_family, f.variant, f.operation, f.tier, f.media, f.status
FROM asset_outcomes AS o
JOIN attempt_facts AS f USING (attempt_no)
JOIN attempts AS a USING (attempt_no)
LEFT JOIN (
    SELECT p.lead_attempt_no AS attempt_no, arg_min(b.output_uris, b.attempt_no) AS output_uris
    FROM merged_attempts AS p
    JOIN attempts AS b USING (attempt_no)
    WHERE len(b.output_uris) > 0
    GROUP BY p.lead_attempt_no
) AS m ON m.attempt_no = o.attempt_no
