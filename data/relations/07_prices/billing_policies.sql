-- One rule of who bills an outcome, in [valid_from, valid_to), for one scope: a medium or a family.
-- Rules of one channel, outcome and scope do not overlap; a family's go before its medium's.
SELECT
    rule.channel, rule.outcome, rule.scope, CAST(rule.valid_from AS TIMESTAMP) AS valid_from,
    CAST(rule.valid_to AS TIMESTAMP) AS valid_to, rule.billed
FROM (
    SELECT unnest(from_json(CAST($rows AS JSON), '[{
        "channel": "VARCHAR", "outcome": "VARCHAR", "scope": "VARCHAR", "valid_from": "VARCHAR",
        "valid_to": "VARCHAR", "billed": "VARCHAR"
    }]')) AS rule
)
