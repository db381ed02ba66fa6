-- One row per output of a touched call that had succeeded by the moment, with what its call says of it. Kept apart, so
-- that what is joined to calls and what is joined to outputs need not be held at once. Both sides are touched ones
-- before they meet: of all calls one would be held whole.
WITH timed_touched_calls AS (
    SELECT attempt_no, n_outputs, cost, first_usable_at, is_reviewed, ready_at
    FROM timed_calls
    WHERE n_outputs > 0 AND attempt_no IN (SELECT attempt_no FROM touched_calls)
)

SELECT
    o.attempt_no, o.output_index, o.is_last, c.n_outputs, c.cost, c.first_usable_at, c.is_reviewed, c.ready_at
FROM outputs AS o
JOIN timed_touched_calls AS c ON c.attempt_no = o.attempt_no
