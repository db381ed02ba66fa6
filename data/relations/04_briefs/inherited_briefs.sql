-- One row per call that came into a brief by lineage: the number of its group (the brief a log names, else
-- the earliest call of its chain) and what that is called.
SELECT i.attempt_no, i.group_no, coalesce(c.brief_id, c.operation_id, c.source_id) AS brief
FROM inherited AS i
JOIN calls AS c ON c.attempt_no = i.group_no
