-- One row per call up to the moment, as the price book reads it: with what was made.
SELECT
    c.*, coalesce(array_length(c.parent_asset_ids), 0) AS n_input_images, d.output_seconds, d.output_megapixels
FROM ended_calls AS c
LEFT JOIN described_attempts AS d ON d.attempt_no = c.attempt_no
WHERE c.submitted_at <= $as_of
