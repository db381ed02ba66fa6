-- One row per record whose references must be matched anew: it was loaded, it belongs to or meant a loaded call,
-- or it may mean one now.
SELECT CASE record_kind WHEN 'asset' THEN 'asset_parent' ELSE record_kind END AS record_kind, record_no
FROM loaded_references
UNION
SELECT 'parent', attempt_no FROM loaded_calls
UNION
SELECT 'asset_parent', s.asset_no
FROM assets AS s
JOIN attempts AS a ON a.source = s.source AND a.source_id = s.attempt_id
WHERE a.attempt_no IN (SELECT attempt_no FROM loaded_calls)
UNION
SELECT record_kind, record_no
FROM {stored}.reference_matches
WHERE attempt_no IN (SELECT attempt_no FROM loaded_calls)
UNION
SELECT record_kind, record_no FROM reference_names WHERE name IN (SELECT name FROM loaded_names)
