-- One row per brief that a view shows of a selection, the first of them in an order: all of its attempts, summed.
WITH chosen AS (
    SELECT
        brief_no, brief, client, project, media, n_attempts, n_usable, never_usable, cost, time_to_first_usable_s,
        n_rerolls, first_submitted_at, {rank} AS ranked_by
    FROM (SELECT *, brief_no AS attempt_no FROM brief_facts) AS b
    WHERE {where} AND {view} AND contains(lower(brief), lower(?))
    ORDER BY ranked_by DESC NULLS LAST, brief, client, project
    LIMIT ?
),

summed AS (
    SELECT
        brief_no, sum(outputs_delivered) AS outputs, sum(outputs_pending) AS pending,
        sum(outputs_unreviewed) AS unreviewed,
        count(*) FILTER (WHERE status IN ('running', 'unknown')) AS unfinished,
        count(*) FILTER (WHERE cost IS NULL) AS unpriced,
        sum(money_rejected) + sum(money_not_selected) + sum(money_failed) + sum(money_blocked)
        + sum(money_canceled) AS wasted,
        max(coalesce(completed_at, submitted_at)) AS last_active_at
    FROM attempt_facts
    WHERE brief_no IN (SELECT c.brief_no FROM chosen AS c)
    GROUP BY brief_no
),

named AS (
    SELECT brief, count(*) AS n
    FROM brief_facts
    WHERE brief IN (SELECT c.brief FROM chosen AS c)
    GROUP BY brief
)

SELECT
    c.brief_no, c.brief, c.client, c.project, c.media,
    CASE
        WHEN c.n_usable > 0 THEN 'usable'
        WHEN c.never_usable THEN 'never_usable'
        WHEN s.unfinished = 0 AND s.pending = s.unreviewed THEN 'unreviewed'
        ELSE 'open'
    END AS state,
    c.n_attempts, s.outputs, c.n_usable, c.cost,
    CASE WHEN s.outputs = 0 OR s.unreviewed < s.outputs THEN s.wasted END AS wasted,
    c.time_to_first_usable_s, c.n_rerolls, c.first_submitted_at, s.last_active_at, s.unpriced,
    s.pending, s.unreviewed, s.unfinished, n.n > 1 AS shares_name
FROM chosen AS c
JOIN summed AS s ON s.brief_no = c.brief_no
JOIN named AS n ON n.brief = c.brief
ORDER BY c.ranked_by DESC NULLS LAST, c.brief, c.client, c.project
