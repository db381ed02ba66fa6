-- One row per output that a log describes: an asset, or the assets of several sources merged into one.
SELECT * EXCLUDE (fill_rank)
FROM placed_assets
WHERE attempt_no NOT IN (SELECT lead_attempt_no FROM same_calls)
UNION ALL BY NAME
SELECT
    attempt_no, output_index,
    arg_min(COLUMNS(p.* EXCLUDE (attempt_no, output_index, fill_rank, blocked)), fill_rank),
    bool_or(blocked) AS blocked
FROM placed_assets AS p
WHERE attempt_no IN (SELECT lead_attempt_no FROM same_calls)
GROUP BY attempt_no, output_index
