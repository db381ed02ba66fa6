-- One row: how many briefs of a selection a view shows.
SELECT count(*)
FROM (SELECT *, brief_no AS attempt_no FROM brief_facts) AS b
WHERE {where} AND {view} AND contains(lower(brief), lower(?))
