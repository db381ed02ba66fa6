-- One row where attempts come from several sources: the first of them by name. Else none.
SELECT min(source) AS source FROM attempts HAVING min(attempts.source) <> max(attempts.source)
