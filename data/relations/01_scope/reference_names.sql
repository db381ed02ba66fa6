-- One row per reference and name it may mean: as it stands, or without what may come around a name (source,
-- output index, query string, folders, kind of hash).
WITH whole AS (
    SELECT record_kind, record_no, ref AS text FROM all_references
    UNION ALL
    SELECT r.record_kind, r.record_no, substr(r.ref, length(s.source) + 2)
    FROM all_references AS r
    JOIN sources AS s ON starts_with(r.ref, s.source || ':')
    WHERE contains(r.ref, ':')
)

SELECT record_kind, record_no, text AS name FROM whole
UNION ALL
SELECT record_kind, record_no, left(text, length(text) - length(split_part(text, '#', -1)) - 1)
FROM whole
WHERE contains(text, '#')
UNION ALL
SELECT record_kind, record_no, split_part(text, '?', 1) FROM whole WHERE contains(text, '?')
UNION ALL
SELECT record_kind, record_no, regexp_replace(text, '^.*[/\\]', '')
FROM whole
WHERE (contains(text, '/') OR contains(text, '\')) AND NOT contains(text, '://')
UNION ALL
SELECT record_kind, record_no, replace(lower(text), 'sha256:', '') FROM whole WHERE length(text) IN (64, 71)
