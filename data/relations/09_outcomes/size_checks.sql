-- One row per call that asked for a size and delivered outputs of known size: how many of these are known,
-- and how many have the aspect ratio asked for (within 1 %) and at least the size.
SELECT
    f.attempt_no, count(*) AS adherence_known,
    count(*) FILTER (
        WHERE f.width >= c.requested_width AND f.height >= c.requested_height
            AND abs(f.width * c.requested_height / (f.height * c.requested_width) - 1) <= 0.01
    ) AS adherence_met
FROM described_outputs AS f
JOIN outputs AS o ON o.attempt_no = f.attempt_no AND o.output_index = f.output_index
JOIN ended_calls AS c ON c.attempt_no = f.attempt_no AND c.n_outputs > 0
WHERE f.blocked IS NOT TRUE
    AND f.width > 0 AND f.height > 0 AND c.requested_width > 0 AND c.requested_height > 0
GROUP BY f.attempt_no
