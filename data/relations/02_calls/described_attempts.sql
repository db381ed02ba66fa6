-- One row per call with described outputs: how many, and what they amount to.
SELECT
    attempt_no, count(*) AS n_described, count(*) FILTER (WHERE blocked) AS n_blocked,
    max(output_index) + 1 AS highest_place,
    sum(seconds) AS output_seconds, sum(width * height / 1000000) AS output_megapixels,
    min(split_part(mime, '/', 1)) FILTER (WHERE regexp_matches(mime, '^(image|video|audio)/')) AS media,
    min(coalesce(file_name, uri)) AS file_name,
    min(weight) IS NOT NULL AND sum(weight) > 0 AND count(weight) = count(*) AS is_weighted
FROM described_outputs
GROUP BY attempt_no
