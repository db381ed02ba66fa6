-- One row per output that something of this text is known by: its whole name first, then the newest.
WITH named AS (
    SELECT
        f.source, a.source_id, o.output_index,
        coalesce(s.file_name, regexp_extract(coalesce(o.uri, item_at(a.output_uris, o.output_index)), '[^/]+$')) AS file_name,
        f.brief, f.client, f.project, f.model, f.submitted_at,
        f.source || ':' || a.source_id || '#' || o.output_index AS name,
        concat_ws(
            chr(10), name, o.asset_id, coalesce(o.uri, item_at(a.output_uris, o.output_index)), s.file_name, f.brief, f.client,
            f.project, f.model
        ) AS texts
    FROM asset_outcomes AS o
    JOIN attempt_facts AS f ON f.attempt_no = o.attempt_no
    JOIN attempts AS a ON a.attempt_no = o.attempt_no
    LEFT JOIN assets AS s ON s.source = a.source AND s.attempt_id = a.source_id AND s.output_index = o.output_index
)

SELECT source, source_id, output_index, file_name, brief, client, project, model, submitted_at
FROM named
WHERE contains(lower(texts), lower($text))
ORDER BY
    name = $text DESC, (source_id = $text OR file_name = $text OR brief = $text) DESC,
    submitted_at DESC, source, source_id, output_index
LIMIT $most
