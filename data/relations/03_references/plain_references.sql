-- One row per reference still open, as it stands.
SELECT r.ref_no, CAST(NULL AS VARCHAR) AS named_source, r.ref AS text, r.output_index, r.own_source
FROM numbered_references AS r
ANTI JOIN found_references AS f ON f.ref_no = r.ref_no
