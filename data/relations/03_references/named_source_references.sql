-- One row per reference still open that starts with the name of a source and a colon; the longest such name
-- is the source, the rest the text to look for.
SELECT
    r.ref_no, s.source AS named_source, substr(r.ref, length(s.source) + 2) AS text, r.output_index, r.own_source
FROM numbered_references AS r
JOIN sources AS s ON starts_with(r.ref, s.source || ':')
WHERE contains(r.ref, ':') AND r.ref_no NOT IN (SELECT ref_no FROM found_references)
QUALIFY row_number() OVER (PARTITION BY r.ref_no ORDER BY length(s.source) DESC) = 1
