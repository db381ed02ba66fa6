-- One row per call up to the moment whose cost the price book decides: none was reported, or a 0.
SELECT
    c.*, coalesce(len(c.parent_asset_ids), 0) AS n_input_images, d.output_seconds, d.output_megapixels
FROM grouped_calls AS c
LEFT JOIN described_attempts AS d ON d.attempt_no = c.attempt_no
WHERE c.reported_cost IS NULL OR c.reported_cost = 0
