-- One row per record to be matched anew and name that its references may mean.
SELECT DISTINCT n.record_kind, n.record_no, n.name
FROM reference_names AS n
JOIN rematched_records AS r ON r.record_kind = n.record_kind AND r.record_no = n.record_no
