-- One row per channel, model, variant and unit of the calls that were billed in the last 30 days: what they were
-- billed, beside what the price book comes to. A gateway's estimate is no bill. Money is in the reporting currency.
-- `ratio`: the median of what was billed over what the book says, of successes that it prices.
WITH billed AS (
    SELECT
        f.channel, f.model, f.variant, lower(a.unit) AS unit, f.submitted_at,
        CAST(f.local_submitted_at AS DATE) AS day, a.units,
        CASE WHEN a.reported_cost > 0 THEN f.reported_cost END AS billed_cost,
        CASE WHEN f.status = 'succeeded' AND f.computed_cost > 0 THEN f.computed_cost END AS book_cost
    FROM attempt_facts AS f
    JOIN attempts AS a ON a.attempt_no = f.attempt_no
    LEFT JOIN sources AS s ON s.source = a.source
    CROSS JOIN (SELECT max(resolved_at) AS at FROM resolutions) AS r
    WHERE f.status IN ('succeeded', 'unknown') AND NOT f.cache_hit AND NOT coalesce(s.costs_are_estimates, FALSE)
        AND (a.reported_cost > 0 OR a.units > 0)
        AND f.submitted_at > r.at - INTERVAL 30 DAYS AND f.submitted_at <= r.at
)

SELECT
    channel, model, variant, unit, count(*) AS n, count(DISTINCT day) AS days,
    min(day) AS first_day, max(day) AS last_day,
    quantile_cont(CAST(units AS DOUBLE), 0.5) AS units,
    quantile_cont(CAST(book_cost AS DOUBLE), 0.5) AS book_cost,
    quantile_cont(CAST(billed_cost AS DOUBLE), 0.5) AS billed_cost,
    quantile_cont(CAST(billed_cost AS DOUBLE) / CAST(nullif(units, 0) AS DOUBLE), 0.5) AS cost_per_unit,
    quantile_cont(CAST(billed_cost AS DOUBLE) / CAST(book_cost AS DOUBLE), 0.5) AS ratio
FROM billed
GROUP BY channel, model, variant, unit
ORDER BY count(*) DESC, channel, model, variant, unit
