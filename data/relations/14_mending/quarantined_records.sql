-- One row per rejected record that was not replayed, the latest first.
SELECT q.quarantine_no, f.file, q.line, f.source, q.reason
FROM quarantine AS q
JOIN files AS f USING (file_no)
WHERE q.replayed_at IS NULL
ORDER BY q.quarantine_no DESC
LIMIT ?
