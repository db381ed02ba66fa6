-- One row per model that was logged: its family and what it makes, where the price book knows it. A name of
-- its own goes before a name with a version.
WITH logged AS (
    SELECT
        model, lower(model) AS name,
        regexp_replace(lower(model), '[-@:_](\d{3}|\d{6}|\d{8}|\d{4}-\d{2}-\d{2})$', '') AS stem
    FROM (SELECT DISTINCT model FROM calls WHERE model IS NOT NULL)
)

SELECT l.model, coalesce(own.family, versioned.family) AS family, coalesce(own.media, versioned.media) AS media
FROM logged AS l
LEFT JOIN model_names AS own ON own.name = l.name AND NOT own.versioned
LEFT JOIN model_names AS versioned ON versioned.name = l.stem AND versioned.versioned
WHERE coalesce(own.family, versioned.family) IS NOT NULL
