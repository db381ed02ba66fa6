-- One row per reference of a record, and asset it was matched to. A parent that is not older than its child is
-- dropped.
SELECT
    m.record_kind, m.record_no, m.ref, m.attempt_no, m.output_index,
    CASE WHEN l.ref IS NULL THEN m.state ELSE 'dropped' END AS state, m.how
FROM matched_references AS m
LEFT JOIN (SELECT DISTINCT record_kind, record_no, ref FROM lineage_links WHERE NOT is_older) AS l
    ON l.record_kind = m.record_kind AND l.record_no = m.record_no AND l.ref = m.ref
