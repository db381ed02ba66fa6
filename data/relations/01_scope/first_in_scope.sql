-- One row per call that what was loaded, or time, changes directly; also where a person's name is shown otherwise.
SELECT attempt_no FROM loaded_calls
UNION
SELECT attempt_no FROM moved_calls
UNION
SELECT attempt_no FROM recharged_calls
UNION
SELECT attempt_no FROM candidate_calls
UNION
SELECT m.attempt_no
FROM {stored}.reference_matches AS m
JOIN rematched_records AS r ON r.record_kind = m.record_kind AND r.record_no = m.record_no
WHERE m.attempt_no IS NOT NULL
UNION
SELECT record_no FROM rematched_records WHERE record_kind = 'parent'
UNION
SELECT a.attempt_no
FROM assets AS s
JOIN attempts AS a ON a.source = s.source AND a.source_id = s.attempt_id
WHERE s.asset_no IN (SELECT record_no FROM rematched_records WHERE record_kind = 'asset_parent')
UNION
SELECT attempt_no FROM {stored}.resolved_attempts WHERE "user" IS NOT NULL AND "user" NOT IN (SELECT name FROM persons)
UNION
SELECT attempt_no FROM {stored}.output_outcomes WHERE reviewer IS NOT NULL AND reviewer NOT IN (SELECT name FROM persons)
