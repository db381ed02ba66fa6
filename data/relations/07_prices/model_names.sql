-- One name of one model family, lower case. With `versioned`, the name followed by a version.
-- The family's name that comes first (`position`) among those a channel prices, prices the others.
SELECT model.name, model.versioned, model.family, model.media, model.position
FROM (
    SELECT unnest(from_json(CAST($rows AS JSON), '[{
        "name": "VARCHAR", "versioned": "BOOLEAN", "family": "VARCHAR", "media": "VARCHAR",
        "position": "INTEGER"
    }]')) AS model
)
