-- One row per touched call with several outputs: the money and the number of those with each outcome, and what
-- verdicts said of them, in the order that resolved_attempts keeps them in.
SELECT
    attempt_no,
    [
        sum(money) FILTER (WHERE outcome = 'usable'),
        sum(money) FILTER (WHERE outcome = 'contributed'),
        sum(money) FILTER (WHERE outcome = 'rejected'),
        sum(money) FILTER (WHERE outcome = 'not_selected'),
        sum(money) FILTER (WHERE outcome = 'pending'),
        sum(money) FILTER (WHERE outcome = 'blocked')
    ] AS line_money,
    [
        count(*) FILTER (WHERE outcome = 'usable'),
        count(*) FILTER (WHERE outcome = 'contributed'),
        count(*) FILTER (WHERE outcome = 'rejected'),
        count(*) FILTER (WHERE outcome = 'not_selected'),
        count(*) FILTER (WHERE outcome = 'pending'),
        count(*) FILTER (WHERE outcome = 'blocked')
    ] AS line_outputs,
    [
        count(*) FILTER (WHERE is_rejected_further_on),
        count(*) FILTER (WHERE is_audited),
        count(*) FILTER (WHERE is_escaped),
        count(*) FILTER (WHERE is_client_decided),
        count(*) FILTER (WHERE is_client_rejected)
    ] AS verdict_counts,
    count(*) FILTER (WHERE not_selected_by = 'selection') AS outputs_not_selected_by_selection
FROM settled_outputs
WHERE n_outputs > 1
GROUP BY attempt_no
