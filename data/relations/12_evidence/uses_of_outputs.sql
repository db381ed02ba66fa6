-- One row per place of an output in a container, up to the moment: disabled ones are none. A clip in a folder of finals
-- is used from its beginning to its end, unless its pictures told which seconds it shows.
SELECT
    coalesce(g.lead_attempt_no, a.attempt_no) AS attempt_no, u.output_index, u.used_at, u.is_newest,
    u.seconds_used, u.source_start_s, u.source_end_s
FROM media_uses AS u
JOIN attempts AS a ON a.source = u.source AND a.source_id = u.source_id
LEFT JOIN {target}.merged_attempts AS g ON g.attempt_no = a.attempt_no
WHERE u.enabled AND u.used_at <= $as_of
UNION ALL
SELECT f.attempt_no, f.output_index, f.dated_at, TRUE, f.seconds, CASE WHEN f.seconds IS NOT NULL THEN 0 END, f.seconds
FROM files_of_outputs AS f
LEFT JOIN (SELECT DISTINCT u.container FROM media_uses AS u WHERE u.source IS NOT NULL) AS t ON t.container = f.path
WHERE f."role" = 'final' AND t.container IS NULL
