-- One row per reference and attempt whose id it is; without an index the attempt as a whole.
SELECT r.ref_no, a.attempt_no, CAST(r.output_index AS INTEGER) AS output_index, a.source = r.own_source AS is_own
FROM open_references AS r
JOIN attempts_in_scope AS a
    ON a.source_id = r.text AND a.source = coalesce(r.named_source, a.source)
