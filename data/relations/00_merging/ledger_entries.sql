-- One row per entry of a credit ledger: merged column by column from all that was told of it, the best content first.
SELECT
    entry_no,
    min(content_hash) FILTER (WHERE place = 1) AS content_hash,
    arg_min(file_no, landed_as) AS file_no,
    arg_min(line, landed_as) FILTER (WHERE line IS NOT NULL) AS line,
    arg_min(source, place) FILTER (WHERE source IS NOT NULL) AS source,
    arg_min(account, place) FILTER (WHERE account IS NOT NULL) AS account,
    arg_min(kind, place) FILTER (WHERE kind IS NOT NULL) AS kind,
    arg_min("at", place) FILTER (WHERE "at" IS NOT NULL) AS "at",
    arg_min(credits, place) FILTER (WHERE credits IS NOT NULL) AS credits,
    arg_min(money, place) FILTER (WHERE money IS NOT NULL) AS money,
    arg_min(currency, place) FILTER (WHERE currency IS NOT NULL) AS currency,
    arg_min(expires_at, place) FILTER (WHERE expires_at IS NOT NULL) AS expires_at,
    arg_min(promotional, place) FILTER (WHERE promotional IS NOT NULL) AS promotional,
    arg_min(attempt_ref, place) FILTER (WHERE attempt_ref IS NOT NULL) AS attempt_ref,
    arg_min(entry_id, place) FILTER (WHERE entry_id IS NOT NULL) AS entry_id,
    arg_min(updated_at, place) FILTER (WHERE updated_at IS NOT NULL) AS updated_at
FROM entry_contents
GROUP BY entry_no
