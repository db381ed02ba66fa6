-- One row per piece of human work up to the moment, dated by its own time, with what it was about. `hourly_rates`
-- are in millionths of the reporting currency: the cost is exact to its last digit.
WITH named_briefs_of_work AS (  -- where the name fits one brief only
    SELECT w.record_no, min(b.brief_no) AS brief_no
    FROM resolved_work AS w
    JOIN {target}.brief_facts AS b ON b.brief = w.brief_id AND (w.project IS NULL OR b.project = w.project)
    WHERE w.record_kind = 'labour' AND w.brief_id IS NOT NULL
    GROUP BY w.record_no
    HAVING count(*) = 1
)

SELECT
    w.record_kind, w.record_no, m.attempt_no, coalesce(f.brief_no, b.brief_no) AS brief_no,
    f.client, coalesce(f.project, w.project) AS project, f.campaign, f.team, f."user",
    f.channel, f.provider, f.model, f.model_family, f.variant, f.operation, f.tier, f.media,
    coalesce(f.source, w.source) AS source, NULL AS status, coalesce(f.brief, w.brief_id) AS brief,
    w."at" AS submitted_at, local_time(w."at", $timezone) AS local_submitted_at,
    w.kind, w.person, CAST(CAST(w.microseconds AS DOUBLE) / 60000000 AS DECIMAL(38, 12)) AS minutes,
    whole_quotient(w.microseconds * r.rate + 1800, 3600) * CAST(0.000000000001 AS DECIMAL(12, 12)) AS cost
FROM resolved_work AS w
LEFT JOIN hourly_rates AS r ON r.kind = w.kind
LEFT JOIN {target}.reference_matches AS m
    ON m.record_kind = w.record_kind AND m.record_no = w.record_no AND m.state = 'matched'
LEFT JOIN named_briefs_of_work AS b ON w.record_kind = 'labour' AND b.record_no = w.record_no
LEFT JOIN {target}.attempt_facts AS f ON f.attempt_no = coalesce(m.attempt_no, b.brief_no)
