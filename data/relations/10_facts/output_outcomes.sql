-- One row per output of a call that had succeeded by the moment: what became of it, its share of the money,
-- and the verdict that stands. The outputs of a call nobody touched share its cost and fate; where there is
-- only one and no log describes it, the call says it all.
WITH found AS (
    SELECT
        o.attempt_no, o.output_index, o.outcome, o.money,
        o.decision AS standing_decision, o.stage AS standing_stage, o.decided_at AS standing_at,
        CASE WHEN o.is_final_rejected THEN 'final rejected' ELSE v.reason END AS reason,
        coalesce(s.name, v.reviewer) AS reviewer,
        o.not_selected_by, o.settles_at
    FROM settled_outputs AS o
    LEFT JOIN verdicts_given AS v ON v.verdict_no = o.verdict_no
    LEFT JOIN respelled_persons AS s ON s.spelling = v.reviewer
    UNION ALL
    SELECT
        c.attempt_no, o.output_index, c.outcome,
        CASE
            WHEN c.n_outputs = 1 THEN c.cost
            WHEN o.is_last THEN c.cost - c.even_share * (c.n_outputs - 1)
            ELSE c.even_share
        END,
        NULL, NULL, NULL, NULL, NULL, c.not_selected_by, c.settles_at
    FROM untouched_calls AS c
    JOIN outputs AS o ON o.attempt_no = c.attempt_no
    WHERE NOT c.shares_fate
)

SELECT o.*, f.uri, f.asset_id
FROM found AS o
LEFT JOIN described_outputs AS f ON f.attempt_no = o.attempt_no AND f.output_index = o.output_index
