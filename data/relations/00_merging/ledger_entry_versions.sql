-- One row per content of a ledger entry that was told in several.
SELECT
    entry_no, content_hash, file_no, line,
    source, account, kind, "at", credits, money, currency, expires_at, promotional, attempt_ref, entry_id,
    updated_at
FROM entry_contents
WHERE n_contents > 1
