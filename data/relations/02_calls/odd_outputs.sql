-- One row per output of a call whose described outputs do not simply count up from 0: the blocked ones,
-- the first of the others up to the number known, and the lowest free places for those nobody describes.
WITH described AS (
    SELECT
        s.attempt_no, s.n_logged, CAST(d.output_index AS BIGINT) AS output_index,
        coalesce(d.blocked, FALSE) AS is_blocked,
        count(*) FILTER (WHERE d.blocked) OVER (PARTITION BY s.attempt_no) AS n_blocked,
        row_number() OVER (PARTITION BY s.attempt_no, coalesce(d.blocked, FALSE) ORDER BY d.output_index) AS nth
    FROM attempt_outputs AS s
    JOIN described_outputs AS d ON d.attempt_no = s.attempt_no
    WHERE s.has_odd_places
),

kept AS (
    SELECT attempt_no, n_logged, output_index FROM described WHERE is_blocked OR nth <= n_logged - n_blocked
),

wanted AS (
    SELECT attempt_no, n_logged, n_logged - count(*) AS n_free FROM kept GROUP BY attempt_no, n_logged
),

free AS (
    SELECT
        p.attempt_no, p.output_index, p.n_free,
        row_number() OVER (PARTITION BY p.attempt_no ORDER BY p.output_index) AS nth
    FROM (SELECT attempt_no, n_free, unnest(range(n_logged)) AS output_index FROM wanted) AS p
    ANTI JOIN described AS d ON d.attempt_no = p.attempt_no AND d.output_index = p.output_index
),

placed AS (
    SELECT attempt_no, output_index FROM kept
    UNION ALL
    SELECT attempt_no, output_index FROM free WHERE nth <= n_free
)

SELECT
    attempt_no, output_index,
    output_index = max(output_index) OVER (PARTITION BY attempt_no) AS is_last
FROM placed
