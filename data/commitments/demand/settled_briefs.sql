-- One row per settled brief with calls on the channels: what was tried for it there and what came of it, in
-- outputs. A call that failed, was blocked or canceled wasted all that was asked of it. NULL cost: not all known.
SELECT
    f.brief_no, min(f.local_submitted_at)::DATE AS first_day,
    count(*) AS attempts,
    sum(f.outputs_usable)::BIGINT AS usable,
    sum(
        f.outputs_rejected + f.outputs_not_selected + f.outputs_blocked
        + CASE WHEN f.status IN ('failed', 'blocked', 'canceled') THEN f.n_requested ELSE 0 END
    )::BIGINT AS waste,
    sum(f.outputs_usable + f.outputs_contributed)::BIGINT AS accepted,
    sum(f.outputs_rejected + f.outputs_not_selected)::BIGINT AS discarded,
    CASE WHEN count(f.cost) = count(*) THEN sum(f.cost) END AS cost
FROM attempt_facts AS f
JOIN brief_facts AS b ON b.brief_no = f.brief_no
WHERE b.settled AND list_contains($channels, f.channel) AND NOT f.is_breakage
    AND ($media::VARCHAR IS NULL OR f.media = $media)
GROUP BY f.brief_no
ORDER BY f.brief_no
