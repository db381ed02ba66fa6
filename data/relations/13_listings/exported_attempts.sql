-- One row per attempt, and per lapsed credit lot, as people take it away: without row numbers of ours.
SELECT
    f.source, coalesce(a.source_id, f.entry_id) AS source_id,
    f.* EXCLUDE (attempt_no, source, entry_id, brief_no, operation_key, shares_fate)
FROM attempt_facts AS f
LEFT JOIN attempts AS a USING (attempt_no)
