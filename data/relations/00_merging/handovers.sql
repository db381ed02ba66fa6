-- One row per asset handed over: it has no id, and is the nth of its like in a file.
WITH counted AS (
    SELECT
        *,
        row_number() OVER (
            PARTITION BY
                file_no,
                source, asset_ref, destination, handed_over_at, arrived_at, ok, note
            ORDER BY landed_as
        ) AS nth
    FROM landed_handovers
)

SELECT landed_as AS handover_no, counted.* EXCLUDE (landed_as, nth)
FROM counted
QUALIFY
    row_number() OVER (
        PARTITION BY
            source, asset_ref, destination, handed_over_at, arrived_at, ok, note, nth
        ORDER BY landed_as
    ) = 1
