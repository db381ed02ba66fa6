-- One row per content and output that share a name, at the surest level at which they share any. Certain where that leaves
-- one output: of all, or of those whose brief, project or client names one of the file's folders. A name so common that
-- anything may carry it, a file older than the call, and another generated file that has as good a name, or a better one,
-- leave it possible.
CREATE OR REPLACE TEMP TABLE matches_by_name AS
WITH fitting AS (
    SELECT
        f.sha256, f."role", o.source, o.source_id, o.output_index, o."level", o.found_by,
        list_has_any(f.parts[:-2], [lower(o.brief), lower(o.project), lower(o.client)]) AS in_scope,
        o."level" % 10 >= 3 AND (
            f.dated_at < o.submitted_at - INTERVAL 1 DAY
            OR (o."level" % 10 = 5 AND regexp_matches(
                f."name",
                '^(image|img|output|final|result|untitled|download|unnamed|render|video|clip|default)?[ _(-]*[0-9]{0,3}[)]?\.[a-z0-9]+$'
            ))
        ) AS is_vague
    FROM names_of_files AS f
    JOIN names_of_outputs AS o ON o."level" = f."level" AND o."name" = f."name"
),

named AS (
    SELECT
        sha256, source, source_id, output_index, "level", found_by,
        bool_or(coalesce(in_scope, FALSE)) AS in_scope, bool_and(is_vague) AS is_vague, bool_or("role" = 'output') AS is_output
    FROM fitting
    GROUP BY sha256, source, source_id, output_index, "level", found_by
),

surest AS (
    SELECT * FROM named QUALIFY "level" = min("level") OVER (PARTITION BY sha256)
),

scoped AS (
    SELECT * FROM surest QUALIFY in_scope OR NOT bool_or(in_scope) OVER (PARTITION BY sha256)
),

counted AS (
    SELECT
        *, count(*) OVER (PARTITION BY sha256) AS n_outputs,
        count(*) FILTER (is_output) OVER (PARTITION BY source, source_id, output_index, "level") AS n_claims,
        min("level") FILTER (is_output) OVER (PARTITION BY source, source_id, output_index) AS surest_claim
    FROM scoped
)

SELECT
    sha256, source, source_id, output_index, found_by,
    n_outputs = 1 AND NOT is_vague
    AND (NOT is_output OR "level" % 10 < 3 OR (n_claims = 1 AND "level" = surest_claim)) AS is_certain
FROM counted
WHERE n_outputs <= 10
