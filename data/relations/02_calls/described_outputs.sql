-- One row per output that a log describes: an asset, or the assets of several sources merged into one.
SELECT
    attempt_no, output_index, asset_no, source, asset_id, uri, file_name, sha256, mime, width, height, seconds, weight,
    parent_asset_ids, blocked
FROM placed_assets
WHERE attempt_no NOT IN (SELECT lead_attempt_no FROM same_calls)
UNION ALL
SELECT
    attempt_no, output_index,
    arg_min(asset_no, fill_rank) FILTER (asset_no IS NOT NULL),
    arg_min(source, fill_rank) FILTER (source IS NOT NULL),
    arg_min(asset_id, fill_rank) FILTER (asset_id IS NOT NULL),
    arg_min(uri, fill_rank) FILTER (uri IS NOT NULL),
    arg_min(file_name, fill_rank) FILTER (file_name IS NOT NULL),
    arg_min(sha256, fill_rank) FILTER (sha256 IS NOT NULL),
    arg_min(mime, fill_rank) FILTER (mime IS NOT NULL),
    arg_min(width, fill_rank) FILTER (width IS NOT NULL),
    arg_min(height, fill_rank) FILTER (height IS NOT NULL),
    arg_min(seconds, fill_rank) FILTER (seconds IS NOT NULL),
    arg_min(weight, fill_rank) FILTER (weight IS NOT NULL),
    arg_min(parent_asset_ids, fill_rank) FILTER (parent_asset_ids IS NOT NULL),
    bool_or(blocked)
FROM placed_assets
WHERE attempt_no IN (SELECT lead_attempt_no FROM same_calls)
GROUP BY attempt_no, output_index
