-- One row per output of a call that succeeded, as logged. The last one takes the residue of a split.
SELECT attempt_no, 0 AS output_index, TRUE AS is_last
FROM attempt_outputs
WHERE n_logged = 1 AND NOT has_odd_places
UNION ALL
SELECT attempt_no, CAST(place AS INTEGER), place = n_logged - 1
FROM (
    SELECT attempt_no, n_logged, unnest(range(n_logged)) AS place
    FROM attempt_outputs
    WHERE n_logged > 1 AND NOT has_odd_places
)
UNION ALL
SELECT attempt_no, CAST(output_index AS INTEGER), is_last FROM odd_outputs
