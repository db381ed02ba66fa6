-- One row per logged asset whose attempt is known, with the number of its call. `fill_rank` says which
-- of two logs of the same output goes first.
SELECT
    coalesce(c.lead_attempt_no, a.attempt_no) AS attempt_no, coalesce(c.fill_rank, 1) AS fill_rank,
    s.* EXCLUDE (attempt_id, content_hash, file_no, line)
FROM assets AS s
JOIN attempts_in_scope AS a ON a.source = s.source AND a.source_id = s.attempt_id
LEFT JOIN same_calls AS c ON c.attempt_no = a.attempt_no
