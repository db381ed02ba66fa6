-- One row per written reference, numbered.
SELECT row_number() OVER () AS ref_no, * FROM written_references
