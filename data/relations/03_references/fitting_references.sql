-- One row per reference that fits something at this level: one asset (matched), or several (ambiguous).
-- `candidates` is the level's relation. An output that its attempt did not give does not exist; of an
-- attempt without any it is not known which it would have given. A record's own source goes first.
WITH existing AS (
    SELECT k.ref_no, s.attempt_no, k.output_index, coalesce(k.is_own, FALSE) AS is_own
    FROM candidates AS k
    LEFT JOIN same_calls AS c ON c.attempt_no = k.attempt_no
    JOIN attempt_outputs AS s ON s.attempt_no = coalesce(c.lead_attempt_no, k.attempt_no)
    LEFT JOIN odd_outputs AS o ON o.attempt_no = s.attempt_no AND o.output_index = k.output_index
    WHERE was_given(s.n_logged, s.has_odd_places, o.attempt_no, k.output_index)
),

fitting AS (
    SELECT
        ref_no,
        min(attempt_no) AS attempt_no, max(attempt_no) AS other_attempt_no,
        min(output_index) AS output_index, max(output_index) AS other_output_index,
        min(attempt_no) FILTER (WHERE is_own) AS own_attempt_no,
        max(attempt_no) FILTER (WHERE is_own) AS other_own_attempt_no,
        min(output_index) FILTER (WHERE is_own) AS own_output_index,
        max(output_index) FILTER (WHERE is_own) AS other_own_output_index
    FROM existing
    GROUP BY ref_no
)

SELECT
    ref_no, $how AS how,
    CASE WHEN own_attempt_no IS NULL
        THEN attempt_no = other_attempt_no AND output_index IS NOT DISTINCT FROM other_output_index
        ELSE own_attempt_no = other_own_attempt_no AND own_output_index IS NOT DISTINCT FROM other_own_output_index
    END AS is_single,
    CASE WHEN is_single THEN coalesce(own_attempt_no, attempt_no) END AS attempt_no,
    CASE WHEN is_single THEN if(own_attempt_no IS NULL, output_index, own_output_index) END AS output_index
FROM fitting
