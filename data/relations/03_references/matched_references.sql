-- One row per reference of a record: the asset or attempt it means, or why none.
SELECT
    r.record_kind, r.record_no, r.ref,
    CASE WHEN n.name IS NULL THEN f.attempt_no END AS attempt_no,
    CASE WHEN n.name IS NULL THEN f.output_index END AS output_index,
    CASE
        WHEN f.is_single AND n.name IS NULL THEN 'matched'
        WHEN f.ref_no IS NOT NULL THEN 'ambiguous'
        ELSE 'unmatched'
    END AS state,
    f.how
FROM numbered_references AS r
LEFT JOIN found_references AS f ON f.ref_no = r.ref_no
LEFT JOIN contested_names AS n
    ON r.record_kind = 'verdict' AND f.how = 'file_name' AND n.name = regexp_replace(r.ref, '^.*[/\\]', '')
    AND n.name <> r.ref
