-- One row per content in which an entry of a credit ledger was told; `place` is its rank among them. An entry without
-- an id is the nth of its like in a file. An id may be that of a task, which is booked more than once: holds, releases
-- and refunds are no versions of the charge.
WITH counted AS (
    SELECT
        *,
        CASE WHEN kind IN ('hold', 'release', 'refund') THEN kind END AS side,
        CASE
            WHEN entry_id IS NULL
                THEN row_number() OVER (
                    PARTITION BY
                        file_no,
                        source, account, kind, "at", credits, money, currency, expires_at, promotional,
                        attempt_ref, entry_id, updated_at
                    ORDER BY landed_as
                )
        END AS nth
    FROM landed_ledger_entries
),

contents AS (
    SELECT *, CASE WHEN entry_id IS NULL THEN landed_as END AS no_id
    FROM counted
    QUALIFY
        row_number() OVER (
            PARTITION BY
                source, account, kind, "at", credits, money, currency, expires_at, promotional, attempt_ref,
                entry_id, updated_at, nth
            ORDER BY landed_as
        ) = 1
)

SELECT
    min(landed_as) OVER record AS entry_no,
    count(*) OVER record AS n_contents,
    row_number() OVER (
        PARTITION BY source, account, entry_id, side, no_id
        ORDER BY updated_at DESC NULLS LAST, promotional NULLS LAST, money DESC NULLS LAST, content_hash
    ) AS place,
    contents.* EXCLUDE (side, nth, no_id)
FROM contents
WINDOW record AS (PARTITION BY source, account, entry_id, side, no_id)
