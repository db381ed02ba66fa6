-- One row per output of a call whose described outputs do not simply count up from 0: the blocked ones,
-- the first of the others up to the number known, and the lowest free places for those nobody describes.
WITH described AS (
    SELECT
        s.attempt_no, s.n_logged,
        list_sort(list(d.output_index) FILTER (WHERE d.blocked)) AS blocked,
        list_sort(list(d.output_index) FILTER (WHERE d.blocked IS NOT TRUE)) AS others
    FROM attempt_outputs AS s
    JOIN described_outputs AS d ON d.attempt_no = s.attempt_no
    WHERE s.has_odd_places
    GROUP BY s.attempt_no, s.n_logged
),

kept AS (
    SELECT
        *,
        list_concat(blocked, others[1:n_logged - coalesce(len(blocked), 0)]) AS places,
        list_filter(range(n_logged), lambda place: NOT list_contains(list_concat(blocked, others), place)) AS free
    FROM described
)

SELECT
    attempt_no, place AS output_index,
    place = max(place) OVER (PARTITION BY attempt_no) AS is_last
FROM (
    SELECT attempt_no, unnest(list_concat(places, free[1:n_logged - len(places)])) AS place
    FROM kept
)
