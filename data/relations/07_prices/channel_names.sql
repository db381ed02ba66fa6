-- One name, lower case, that a billing channel of the price book goes by.
SELECT known.name, known.channel
FROM (SELECT unnest(from_json(CAST($rows AS JSON), '[{"name": "VARCHAR", "channel": "VARCHAR"}]')) AS known)
