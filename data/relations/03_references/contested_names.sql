-- One row per file name that verdicts give in several folders: which picture of that name each of them means, the
-- name alone does not tell. One that leaves the extension open, `a.*`, may be any `a.…` of another folder.
WITH placed AS (
    SELECT
        regexp_replace(asset_ref, '^.*[/\\]', '') AS name,
        regexp_extract(replace(asset_ref, '\', '/'), '[^/]+/[^/]+$') AS place
    FROM verdicts
    WHERE (contains(asset_ref, '/') OR contains(asset_ref, '\')) AND NOT contains(asset_ref, '://')
),

opened AS (
    SELECT name, regexp_replace(name, '\.[^.]*$', '.*') AS stem, regexp_replace(place, '\.[^./]*$', '.*') AS place
    FROM placed
),

elsewhere AS (
    SELECT o.name, p.name AS other
    FROM opened AS o
    JOIN opened AS p ON p.stem = o.name AND p.place <> o.place
    WHERE ends_with(o.name, '.*')
)

SELECT name
FROM placed
GROUP BY name
HAVING count(DISTINCT place) > 1
UNION
SELECT name FROM elsewhere
UNION
SELECT other FROM elsewhere
