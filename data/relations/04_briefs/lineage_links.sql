-- One row per parent link between two calls. An index NULL stands for every output of that call. A parent
-- that is not older than its child (by submit time, source, id) is no parent.
WITH links AS (
    SELECT
        record_kind, record_no, ref, record_no AS child_attempt_no, CAST(NULL AS INTEGER) AS child_index,
        attempt_no AS parent_attempt_no, output_index AS parent_index
    FROM matches
    WHERE record_kind = 'parent' AND state <> 'unmatched' AND attempt_no IS NOT NULL
    UNION ALL
    SELECT
        m.record_kind, m.record_no, m.ref, a.attempt_no, CAST(a.output_index AS INTEGER), m.attempt_no, m.output_index
    FROM matches AS m
    JOIN placed_assets AS a ON a.asset_no = m.record_no
    WHERE m.record_kind = 'asset_parent' AND m.state <> 'unmatched' AND m.attempt_no IS NOT NULL
)

SELECT l.*, (p.submitted_at, p.source, p.source_id) < (c.submitted_at, c.source, c.source_id) AS is_older
FROM links AS l
JOIN calls AS c ON c.attempt_no = l.child_attempt_no
JOIN calls AS p ON p.attempt_no = l.parent_attempt_no
