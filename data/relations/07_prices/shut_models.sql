-- One name, lower case, under which a channel of the price book serves a model no more from `shut_on` on.
-- `versioned`: the name stands for itself with a version at its end.
SELECT known.channel, known.name, known.versioned, CAST(known.shut_on AS TIMESTAMP) AS shut_on
FROM (
    SELECT unnest(from_json(CAST($rows AS JSON), '[{
        "channel": "VARCHAR", "name": "VARCHAR", "versioned": "BOOLEAN", "shut_on": "VARCHAR"
    }]')) AS known
)
