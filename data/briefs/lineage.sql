-- One row per link between two outputs of a selection: the child was made from the parent. Without an index it is every
-- output of that attempt.
WITH calls AS (SELECT attempt_no FROM attempt_facts WHERE {where})

SELECT
    m.record_no AS child_no, CAST(NULL AS INTEGER) AS child_index, m.attempt_no AS parent_no, m.output_index AS parent_index
FROM reference_matches AS m
JOIN calls AS c ON c.attempt_no = m.record_no
JOIN calls AS p ON p.attempt_no = m.attempt_no
WHERE m.record_kind = 'parent' AND m.state = 'matched'
UNION
SELECT coalesce(g.lead_attempt_no, a.attempt_no), CAST(s.output_index AS INTEGER), m.attempt_no, m.output_index
FROM reference_matches AS m
JOIN calls AS p ON p.attempt_no = m.attempt_no
JOIN assets AS s ON s.asset_no = m.record_no
JOIN attempts AS a ON a.source = s.source AND a.source_id = s.attempt_id
LEFT JOIN merged_attempts AS g ON g.attempt_no = a.attempt_no
JOIN calls AS c ON c.attempt_no = coalesce(g.lead_attempt_no, a.attempt_no)
WHERE m.record_kind = 'asset_parent' AND m.state = 'matched'
ORDER BY child_no, child_index, parent_no, parent_index
LIMIT ?
