-- One row per output of a touched call that had succeeded by the moment: what became of it, and its share of
-- the money: even where the log does not weigh, floored at 0.000001, the rest to the last.
WITH judged AS (
    SELECT
        o.attempt_no, o.output_index, o.is_last, o.n_outputs, o.cost, o.first_usable_at, o.is_reviewed,
        d.decision, d.stage, d.decided_at, d.verdict_no, d.stage_rank >= $usable_from AS counts,
        d.without_audit, d.by_audit, d.by_qc, d.by_client, d.is_disputed,
        f.blocked IS TRUE AS is_blocked,
        u.attempt_no IS NOT NULL AS is_contributed, t.attempt_no IS NOT NULL AS is_rejected_further_on,
        r.rejected_at + $verdict_window AS closes_at,
        if(d.decision = 'needs_edit', d.decided_at, o.ready_at) AS ready_at,
        CASE WHEN o.n_outputs > 1 THEN even_share(o.cost, o.n_outputs) END AS even_share,
        w.attempt_no IS NOT NULL AS is_weighted, w.money AS weighted_share
    FROM touched_outputs AS o
    LEFT JOIN weighted_shares AS w ON w.attempt_no = o.attempt_no AND w.output_index = o.output_index
    LEFT JOIN standing_decisions AS d ON d.attempt_no = o.attempt_no AND d.output_index = o.output_index
    LEFT JOIN described_outputs AS f ON f.attempt_no = o.attempt_no AND f.output_index = o.output_index
    LEFT JOIN used_outputs AS u ON u.attempt_no = o.attempt_no AND u.output_index = o.output_index
    LEFT JOIN reopened_outputs AS r ON r.attempt_no = o.attempt_no AND r.output_index = o.output_index
    LEFT JOIN (SELECT DISTINCT attempt_no, output_index FROM turned_down) AS t
        ON t.attempt_no = o.attempt_no AND t.output_index = o.output_index
),

timed AS (
    SELECT *, CASE WHEN is_reviewed THEN settling_time(ready_at, first_usable_at) END AS silent_until FROM judged
)

SELECT
    attempt_no, output_index, n_outputs, verdict_no, decision, stage, decided_at,
    CASE
        WHEN n_outputs = 1 THEN cost
        WHEN is_weighted THEN weighted_share
        WHEN is_last THEN cost - even_share * (n_outputs - 1)
        ELSE even_share
    END AS money,
    CASE
        WHEN is_blocked THEN 'blocked'
        WHEN is_contributed THEN 'contributed'
        WHEN closes_at <= $as_of THEN 'rejected'
        WHEN closes_at IS NOT NULL THEN 'pending'
        WHEN decision = 'approved' AND counts THEN 'usable'
        WHEN decision = 'rejected' THEN 'rejected'
        WHEN decision = 'approved' THEN 'pending'
        ELSE silent_fate(silent_until)
    END AS outcome,
    CASE WHEN outcome = 'not_selected' THEN window_passed(silent_until, ready_at, first_usable_at) END
        AS not_selected_by,
    CASE
        WHEN outcome <> 'pending' THEN NULL
        WHEN closes_at IS NOT NULL THEN closes_at
        WHEN decision IS DISTINCT FROM 'approved' THEN silent_until
    END AS settles_at,
    outcome = 'rejected' AND closes_at IS NOT NULL AS is_final_rejected,
    outcome = 'usable' AND is_rejected_further_on AS is_rejected_further_on,
    coalesce(NOT is_blocked AND without_audit = 'approved' AND by_audit IS NOT NULL, FALSE) AS is_audited,
    is_audited AND by_audit = 'rejected' AS is_escaped,
    coalesce(NOT is_blocked AND by_qc = 'approved' AND by_client IS NOT NULL, FALSE) AS is_client_decided,
    is_client_decided AND by_client = 'rejected' AS is_client_rejected,
    coalesce(is_disputed AND NOT is_blocked, FALSE) AS is_disputed
FROM timed
