-- One row per file in a scanned folder that could not be read, by its path.
SELECT path, "role", problem
FROM media_facts
WHERE problem IS NOT NULL
ORDER BY path
LIMIT ?
