-- One row per touched call with several outputs: the money and the number of those with each outcome, and what
-- verdicts said of them.
SELECT
    attempt_no,
    [{
        'usable': sum(money) FILTER (WHERE outcome = 'usable'),
        'contributed': sum(money) FILTER (WHERE outcome = 'contributed'),
        'rejected': sum(money) FILTER (WHERE outcome = 'rejected'),
        'not_selected': sum(money) FILTER (WHERE outcome = 'not_selected'),
        'pending': sum(money) FILTER (WHERE outcome = 'pending'),
        'blocked': sum(money) FILTER (WHERE outcome = 'blocked')
    }] AS line_money,
    [{
        'usable': count(*) FILTER (WHERE outcome = 'usable'),
        'contributed': count(*) FILTER (WHERE outcome = 'contributed'),
        'rejected': count(*) FILTER (WHERE outcome = 'rejected'),
        'not_selected': count(*) FILTER (WHERE outcome = 'not_selected'),
        'pending': count(*) FILTER (WHERE outcome = 'pending'),
        'blocked': count(*) FILTER (WHERE outcome = 'blocked')
    }] AS line_outputs,
    [{
        'usable_with_rejected_final': count(*) FILTER (WHERE is_rejected_further_on),
        'audited': count(*) FILTER (WHERE is_audited),
        'escaped': count(*) FILTER (WHERE is_escaped),
        'client_decided': count(*) FILTER (WHERE is_client_decided),
        'client_rejected': count(*) FILTER (WHERE is_client_rejected),
        'disputed': count(*) FILTER (WHERE is_disputed)
    }] AS verdict_counts,
    count(*) FILTER (WHERE not_selected_by = 'selection') AS outputs_not_selected_by_selection
FROM settled_outputs
WHERE n_outputs > 1
GROUP BY attempt_no
