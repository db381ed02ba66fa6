-- One row per kind of work with a rate: money per hour, in millionths of the reporting currency.
SELECT kind, CAST(rate * 1000000 AS DECIMAL(38, 0)) AS rate
FROM (VALUES
    ('prompt', CAST($creator_rate AS DECIMAL(18, 6))),
    ('review', CAST($reviewer_rate AS DECIMAL(18, 6))),
    ('edit', CAST($editor_rate AS DECIMAL(18, 6)))
) AS rates (kind, rate)
WHERE rate IS NOT NULL
