-- One row per local week, end, kind of work and what is known of its price, of calls on the channels that a
-- provider could charge for: how many, what they asked for, and the credits or list money logged. A call
-- that failed counts what was asked of it, with the credits it would have taken where those were logged.
-- `$shift`: days from the start of the team's week to Monday. `$rates`: what a credit's currency was in the
-- reporting one from `$rates_from` to before `$rates_to`, so that list money can be told in credits.
WITH asked AS (  -- what each call asked for, its own row's NULLs filled from the others of the same call
    SELECT
        a.attempt_no, a.source, a.source_id, coalesce(a.credits, o.credits) AS credits,
        coalesce(a.requested_seconds, o.requested_seconds) AS requested_seconds,
        coalesce(a.requested_width, o.requested_width) AS requested_width,
        coalesce(a.requested_height, o.requested_height) AS requested_height
    FROM attempts AS a
    LEFT JOIN (
        SELECT
            m.lead_attempt_no, max(credits) AS credits, max(requested_seconds) AS requested_seconds,
            max(requested_width) AS requested_width, max(requested_height) AS requested_height
        FROM merged_attempts AS m
        JOIN attempts AS b ON b.attempt_no = m.attempt_no
        GROUP BY m.lead_attempt_no
    ) AS o ON o.lead_attempt_no = a.attempt_no
)

SELECT
    date_trunc('week', f.local_submitted_at::DATE + $shift::INTEGER)::DATE - $shift::INTEGER AS week,
    CASE WHEN f.status IN ('failed', 'blocked') THEN f.status ELSE 'charged' END AS ending,
    f.model, f.model_family, f.variant, f.media,
    least(a.requested_width, a.requested_height) AS short_side,
    CAST(a.requested_width AS DOUBLE) * a.requested_height AS pixels,
    f.status NOT IN ('failed', 'blocked') AND a.credits IS NOT NULL OR coalesce(a.credits, 0) > 0 AS has_credits,
    f.list_cost IS NOT NULL AS has_list_cost, r.rate AS list_rate,
    f.list_cost IS NULL AND coalesce(f.unpriced_because = 'no_rate', FALSE) AS lacks_rate,
    a.requested_seconds IS NOT NULL OR d.seconds IS NOT NULL AS has_seconds,
    count(*) AS n_attempts,
    sum(greatest(f.n_outputs, CASE WHEN f.status = 'succeeded' THEN 0 ELSE f.n_requested END))::BIGINT AS n_outputs,
    sum(coalesce(
        d.seconds,
        a.requested_seconds * greatest(f.n_outputs, CASE WHEN f.status = 'succeeded' THEN 0 ELSE f.n_requested END)
    )) AS seconds,
    sum(a.credits) AS credits,
    sum(f.list_cost) AS list_cost
FROM attempt_facts AS f
JOIN asked AS a ON a.attempt_no = f.attempt_no
LEFT JOIN (
    SELECT source, attempt_id, CASE WHEN sum(seconds) > 0 THEN sum(seconds) END AS seconds
    FROM assets
    GROUP BY source, attempt_id
) AS d ON d.source = a.source AND d.attempt_id = a.source_id
LEFT JOIN (
    SELECT
        unnest($rates::DECIMAL(38, 16)[]) AS rate, unnest($rates_from::DATE[]) AS valid_from,
        unnest($rates_to::DATE[]) AS valid_to
) AS r ON f.submitted_at >= r.valid_from AND f.submitted_at < r.valid_to
WHERE list_contains($channels, f.channel) AND NOT f.cache_hit
    AND ($media::VARCHAR IS NULL OR f.media = $media)
GROUP BY ALL
ORDER BY ALL
