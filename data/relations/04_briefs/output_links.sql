-- One row per pair of outputs, the second made from the first (child_index NULL: all outputs of the child).
-- An output with parents of its own does not take those of its attempt.
WITH with_own_parents AS (
    SELECT attempt_no, output_index FROM placed_assets WHERE array_length(parent_asset_ids) > 0
),

by_child AS (
    SELECT * FROM lineage_links
    WHERE is_older AND (child_index IS NOT NULL OR child_attempt_no NOT IN (SELECT attempt_no FROM with_own_parents))
    UNION ALL
    SELECT l.* REPLACE (o.output_index AS child_index)
    FROM lineage_links AS l
    JOIN outputs AS o ON o.attempt_no = l.child_attempt_no
    ANTI JOIN with_own_parents AS w ON w.attempt_no = o.attempt_no AND w.output_index = o.output_index
    WHERE l.is_older AND l.child_index IS NULL
        AND l.child_attempt_no IN (SELECT attempt_no FROM with_own_parents)
)

SELECT child_attempt_no, child_index, parent_attempt_no, parent_index FROM by_child WHERE parent_index IS NOT NULL
UNION ALL
SELECT l.child_attempt_no, l.child_index, l.parent_attempt_no, o.output_index
FROM by_child AS l
JOIN outputs AS o ON o.attempt_no = l.parent_attempt_no
WHERE l.parent_index IS NULL
