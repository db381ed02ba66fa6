-- One row per content of an output that was told in several.
SELECT
    asset_no, content_hash, file_no, line,
    source, attempt_id, output_index, asset_id, uri, file_name, sha256, mime, width, height, seconds, blocked,
    weight, parent_asset_ids
FROM asset_contents
WHERE n_contents > 1
