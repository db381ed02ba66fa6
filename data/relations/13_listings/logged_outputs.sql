-- One row per output of a succeeded attempt, with all that a file of it may be known by.
SELECT
    f.source, a.source_id, o.output_index, f.n_outputs,
    coalesce(o.asset_id, a.source_id || '#' || o.output_index) AS asset_id,
    coalesce(o.uri, item_at(a.output_uris, o.output_index)) AS uri,
    s.file_name, s.sha256, a.provider_request_id, a.prompt_sha256, a.seed,
    f.brief, f.client, f.project, f.media, f.submitted_at, f.completed_at
FROM asset_outcomes AS o
JOIN attempt_facts AS f ON f.attempt_no = o.attempt_no
JOIN attempts AS a ON a.attempt_no = o.attempt_no
LEFT JOIN assets AS s ON s.source = a.source AND s.attempt_id = a.source_id AND s.output_index = o.output_index
WHERE o.outcome <> 'blocked'
