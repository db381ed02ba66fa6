-- One row per piece of logged work: it has no id, and is the nth of its like in a file.
WITH counted AS (
    SELECT
        *,
        row_number() OVER (
            PARTITION BY
                file_no,
                source, kind, minutes, "at", person, brief_id, asset_ref, project
            ORDER BY landed_as
        ) AS nth
    FROM landed_labour
)

SELECT landed_as AS labour_no, counted.* EXCLUDE (landed_as, nth)
FROM counted
QUALIFY
    row_number() OVER (
        PARTITION BY
            source, kind, minutes, "at", person, brief_id, asset_ref, project, nth
        ORDER BY landed_as
    ) = 1
