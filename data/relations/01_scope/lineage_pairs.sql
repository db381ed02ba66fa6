-- One row per pair of calls, the second a parent of the first, as the stored relations have it.
SELECT record_no AS child_attempt_no, attempt_no AS parent_attempt_no
FROM {stored}.reference_matches
WHERE record_kind = 'parent' AND attempt_no IS NOT NULL
UNION ALL
SELECT coalesce(c.lead_attempt_no, a.attempt_no), m.attempt_no
FROM {stored}.reference_matches AS m
JOIN assets AS s ON s.asset_no = m.record_no
JOIN attempts AS a ON a.source = s.source AND a.source_id = s.attempt_id
LEFT JOIN {stored}.merged_attempts AS c ON c.attempt_no = a.attempt_no
WHERE m.record_kind = 'asset_parent' AND m.attempt_no IS NOT NULL
