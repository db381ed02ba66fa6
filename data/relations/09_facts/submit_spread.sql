-- One row: over how many times the whole span of time the row groups of attempts spread. 1 where they lie in
-- submit-time order, forwards or backwards; with the number of row groups where they lie anyhow.
SELECT
    sum(epoch_us(latest) - epoch_us(earliest)) / nullif(epoch_us(max(latest)) - epoch_us(min(earliest)), 0) AS spread
FROM (
    SELECT min(submitted_at) AS earliest, max(submitted_at) AS latest
    FROM attempts
    GROUP BY rowid // 61440
)
