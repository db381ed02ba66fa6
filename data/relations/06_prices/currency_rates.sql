-- One rate in [valid_from, valid_to): 1 unit of `base` = `rate` of `quote`. It serves from its own day to
-- the next rate, at most to the end of the seventh day after it; then there is none.
SELECT
    dated.base, dated.quote, CAST(dated.rate AS DECIMAL(38, 12)) AS rate,
    CAST(dated.valid_from AS TIMESTAMP) AS valid_from, CAST(dated.valid_to AS TIMESTAMP) AS valid_to
FROM (
    SELECT unnest(from_json(?::JSON, '[{
        "base": "VARCHAR", "quote": "VARCHAR", "rate": "VARCHAR", "valid_from": "VARCHAR",
        "valid_to": "VARCHAR"
    }]')) AS dated
)
