-- One price of one key in [valid_from, valid_to): per operation and per variant an entry lists.
-- `unit_price` is money for one image, second, token …; `words` are the variant's words, `model_words`
-- every word that tells variants of that model and unit apart, `model_sizes` those of them that are sizes.
SELECT
    price.layer, price.channel, price.model, price.operation, price.words, price.model_words,
    price.model_sizes, price.service_tier, price.unit, CAST(price.unit_price AS DECIMAL(38, 12)) AS unit_price,
    CAST(price.block AS DECIMAL(18, 6)) AS block, price.token_fps, price.currency,
    CAST(price.valid_from AS TIMESTAMP) AS valid_from, CAST(price.valid_to AS TIMESTAMP) AS valid_to,
    price.date_assumed, price.is_default
FROM (
    SELECT unnest(from_json(CAST($rows AS JSON), '[{
        "layer": "INTEGER", "channel": "VARCHAR", "model": "VARCHAR", "operation": "VARCHAR",
        "words": ["VARCHAR"], "model_words": ["VARCHAR"], "model_sizes": ["VARCHAR"], "service_tier": "VARCHAR",
        "unit": "VARCHAR", "unit_price": "VARCHAR", "block": "VARCHAR", "token_fps": "INTEGER",
        "currency": "VARCHAR", "valid_from": "VARCHAR", "valid_to": "VARCHAR",
        "date_assumed": "BOOLEAN", "is_default": "BOOLEAN"
    }]')) AS price
)
