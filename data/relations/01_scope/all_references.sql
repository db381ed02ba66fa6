-- One row per reference of a record to an asset or an attempt, of the whole warehouse.
SELECT 'verdict' AS record_kind, verdict_no AS record_no, asset_ref AS ref FROM verdicts
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
