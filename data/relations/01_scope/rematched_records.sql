-- One row per record whose references must be matched anew: it was loaded, it belongs to or meant a loaded call,
-- or it may mean one now; or it is a verdict on a file of the same name, extension aside, as that of a loaded one, whose
-- folder may be another.
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
UNION
SELECT 'verdict', verdict_no
FROM verdicts
WHERE regexp_replace(regexp_replace(asset_ref, '^.*[/\\]', ''), '\.[^.]*$', '.*') IN (
    SELECT regexp_replace(regexp_replace(asset_ref, '^.*[/\\]', ''), '\.[^.]*$', '.*')
    FROM verdicts
    WHERE verdict_no IN (SELECT record_no FROM loaded_references WHERE record_kind = 'verdict')
        AND (contains(asset_ref, '/') OR contains(asset_ref, '\')) AND NOT contains(asset_ref, '://')
)
