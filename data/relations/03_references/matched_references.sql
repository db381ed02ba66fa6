-- One row per reference of a record: the asset or attempt it means, or why none.
SELECT
    r.record_kind, r.record_no, r.ref, f.attempt_no, f.output_index,
    CASE WHEN f.is_single THEN 'matched' WHEN f.ref_no IS NOT NULL THEN 'ambiguous' ELSE 'unmatched' END AS state,
    f.how
FROM numbered_references AS r
LEFT JOIN found_references AS f ON f.ref_no = r.ref_no
