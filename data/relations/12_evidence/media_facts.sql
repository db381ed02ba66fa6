-- One row per file in a scanned folder, as the last scan found it: which are explained by a logged output, and which
-- nobody logged although a model made them.
WITH matched AS (
    SELECT
        media_sha256, bool_or(confidence = 'certain') AS is_matched,
        count(*) FILTER (confidence = 'possible') AS n_possible
    FROM media_matches
    GROUP BY media_sha256
),

containing AS (
    SELECT container, bool_or(source IS NOT NULL) AS holds_outputs FROM media_uses GROUP BY container
)

SELECT
    f.path, f.folder, f."role", f.kind, f.sha256, f.dated_at, f.first_seen_at, f.generator, f.provenance,
    coalesce(f.is_labelled_generated, FALSE) OR f.generator IS NOT NULL AS looks_generated,
    coalesce(m.is_matched, FALSE) OR coalesce(c.holds_outputs, FALSE) AS is_explained,
    coalesce(m.n_possible, 0) AS n_possible,
    looks_generated AND NOT is_explained AS is_dark,
    f.problem
FROM media AS f
LEFT JOIN matched AS m ON m.media_sha256 = f.sha256
LEFT JOIN containing AS c ON c.container = f.path
WHERE f.gone_at IS NULL
