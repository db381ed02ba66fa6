-- One row per content in which a verdict was told; `place` is its rank among them, and `best` the first's decision.
-- A verdict without an id is told from others by its stage, its reviewer and its moment.
WITH keyed AS (
    SELECT
        *,
        CASE WHEN verdict_id IS NULL THEN coalesce(stage, 'qc') END AS key_stage,
        CASE WHEN verdict_id IS NULL THEN lower(trim(reviewer)) END AS key_reviewer,
        CASE WHEN verdict_id IS NULL THEN decided_at END AS key_moment
    FROM landed_verdicts
),

contents AS (
    SELECT *
    FROM keyed
    QUALIFY
        row_number() OVER (
            PARTITION BY
                source, verdict_id, asset_ref, output_index, key_stage, key_reviewer, key_moment,
                content_hash
            ORDER BY landed_as
        ) = 1
)

SELECT
    min(landed_as) OVER record AS verdict_no,
    count(*) OVER record AS n_contents,
    row_number() OVER ranked AS place,
    first_value(decision) OVER ranked AS best,
    contents.* EXCLUDE (key_stage, key_reviewer, key_moment)
FROM contents
WINDOW
    record AS (
        PARTITION BY source, verdict_id, asset_ref, output_index, key_stage, key_reviewer, key_moment
    ),
    ranked AS (
        PARTITION BY source, verdict_id, asset_ref, output_index, key_stage, key_reviewer, key_moment
        ORDER BY
            decided_at DESC, updated_at DESC NULLS LAST,
            CASE decision WHEN 'rejected' THEN 1 WHEN 'needs_edit' THEN 2 WHEN 'approved' THEN 3 ELSE 4 END,
            content_hash
    )
