-- One row per currency and stretch of time [valid_from, valid_to): what one of it is worth in the reporting
-- currency. There is at most one rate of a currency at any moment.
SELECT
    each.currency, CAST(each.rate AS DECIMAL(28, 16)) AS rate,
    CAST(each.valid_from AS TIMESTAMP) AS valid_from, CAST(each.valid_to AS TIMESTAMP) AS valid_to
FROM (
    SELECT unnest(from_json(CAST($rows AS JSON), '[{
        "currency": "VARCHAR", "rate": "VARCHAR", "valid_from": "VARCHAR", "valid_to": "VARCHAR"
    }]')) AS each
)
