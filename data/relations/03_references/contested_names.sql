-- One row per file name that verdicts give in several folders: which picture of that name each of them means, the
-- name alone does not tell.
SELECT regexp_replace(asset_ref, '^.*[/\\]', '') AS name
FROM verdicts
WHERE (contains(asset_ref, '/') OR contains(asset_ref, '\')) AND NOT contains(asset_ref, '://')
GROUP BY name
HAVING count(DISTINCT regexp_extract(replace(asset_ref, '\', '/'), '[^/]+/[^/]+$')) > 1
