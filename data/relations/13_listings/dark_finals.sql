-- One row per final that a model made and no logged output explains, the latest first.
SELECT path, sha256, generator, provenance, dated_at
FROM media_facts
WHERE "role" = 'final' AND is_dark
ORDER BY dated_at DESC, path
LIMIT ?
