-- One row per output of which some seconds are used in the newest containers: those seconds, each counted once. Where it
-- is not known which they are, the longest of the places.
WITH reached AS (
    SELECT
        attempt_no, output_index, source_start_s, source_end_s,
        max(source_end_s) OVER (
            PARTITION BY attempt_no, output_index
            ORDER BY source_start_s, source_end_s
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS reached_s
    FROM uses_of_outputs
    WHERE is_newest AND source_end_s > source_start_s
),

placed AS (
    SELECT
        attempt_no, output_index,
        sum(greatest(source_end_s - greatest(source_start_s, coalesce(reached_s, source_start_s)), 0)) AS used_seconds
    FROM reached
    GROUP BY attempt_no, output_index
    UNION ALL
    SELECT attempt_no, output_index, max(seconds_used)
    FROM uses_of_outputs
    WHERE is_newest AND source_start_s IS NULL AND seconds_used IS NOT NULL
    GROUP BY attempt_no, output_index
)

SELECT attempt_no, output_index, max(used_seconds) AS used_seconds FROM placed GROUP BY attempt_no, output_index
