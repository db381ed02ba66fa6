-- One row per reference of a record to an asset or an attempt, of the whole warehouse.
SELECT
    'verdict' AS record_kind, v.verdict_no AS record_no,
    coalesce(CASE WHEN v.output_index IS NULL THEN t.meant_output ELSE t.meant_attempt END, v.asset_ref) AS ref
FROM verdicts AS v
LEFT JOIN told_references AS t ON t.source = v.source AND t.ref = v.asset_ref
UNION ALL
SELECT 'handover', handover_no, asset_ref FROM handovers
UNION ALL
SELECT 'labour', labour_no, asset_ref FROM labour WHERE asset_ref IS NOT NULL
UNION ALL
SELECT 'ledger', entry_no, attempt_ref FROM ledger_entries WHERE attempt_ref IS NOT NULL
UNION ALL
SELECT 'asset_parent', asset_no, unnest(parent_asset_ids) FROM assets WHERE array_length(parent_asset_ids) > 0
UNION ALL
SELECT 'parent', attempt_no, unnest(parent_asset_ids) FROM attempts WHERE array_length(parent_asset_ids) > 0
