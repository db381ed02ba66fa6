-- One row per output that a log describes: as it was landed, or merged from all that was told of it.
WITH merged AS (
    SELECT
        asset_no,
        min(content_hash) FILTER (WHERE place = 1) AS content_hash,
        arg_min(file_no, landed_as) AS file_no,
        arg_min(line, landed_as) FILTER (WHERE line IS NOT NULL) AS line,
        source,
        attempt_id,
        output_index,
        arg_min(asset_id, place) FILTER (WHERE asset_id IS NOT NULL) AS asset_id,
        arg_min(uri, place) FILTER (WHERE uri IS NOT NULL) AS uri,
        arg_min(file_name, place) FILTER (WHERE file_name IS NOT NULL) AS file_name,
        arg_min(sha256, place) FILTER (WHERE sha256 IS NOT NULL) AS sha256,
        arg_min(mime, place) FILTER (WHERE mime IS NOT NULL) AS mime,
        arg_min(width, place) FILTER (WHERE width IS NOT NULL) AS width,
        arg_min(height, place) FILTER (WHERE height IS NOT NULL) AS height,
        arg_min(seconds, place) FILTER (WHERE seconds IS NOT NULL) AS seconds,
        arg_min(blocked, place) FILTER (WHERE blocked IS NOT NULL) AS blocked,
        arg_min(weight, place) FILTER (WHERE weight IS NOT NULL) AS weight,
        arg_min(parent_asset_ids, place) FILTER (WHERE parent_asset_ids IS NOT NULL) AS parent_asset_ids
    FROM asset_contents
    GROUP BY asset_no, source, attempt_id, output_index
)

SELECT l.landed_as AS asset_no, l.* EXCLUDE (landed_as)
FROM landed_assets AS l
LEFT JOIN merged AS m
    ON m.source = l.source AND m.attempt_id = l.attempt_id AND m.output_index = l.output_index
WHERE m.asset_no IS NULL
UNION ALL
SELECT * FROM merged
