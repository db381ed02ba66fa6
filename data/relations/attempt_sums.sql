-- One row per touched call with several outputs: how many of them had each outcome, and their money.
SELECT
    attempt_no,
    coalesce(sum(money) FILTER (WHERE outcome = 'usable'), 0) AS money_usable,
    coalesce(sum(money) FILTER (WHERE outcome = 'contributed'), 0) AS money_contributed,
    coalesce(sum(money) FILTER (WHERE outcome = 'rejected'), 0) AS money_rejected,
    coalesce(sum(money) FILTER (WHERE outcome = 'not_selected'), 0) AS money_not_selected,
    coalesce(sum(money) FILTER (WHERE outcome = 'pending'), 0) AS money_pending,
    coalesce(sum(money) FILTER (WHERE outcome = 'blocked'), 0) AS money_blocked,
    count(*) FILTER (WHERE outcome = 'usable') AS outputs_usable,
    count(*) FILTER (WHERE outcome = 'contributed') AS outputs_contributed,
    count(*) FILTER (WHERE outcome = 'rejected') AS outputs_rejected,
    count(*) FILTER (WHERE outcome = 'not_selected') AS outputs_not_selected,
    count(*) FILTER (WHERE not_selected_by = 'selection') AS outputs_not_selected_by_selection,
    count(*) FILTER (WHERE outcome = 'pending') AS outputs_pending,
    count(*) FILTER (WHERE outcome = 'blocked') AS outputs_blocked,
    count(*) FILTER (WHERE is_rejected_further_on) AS usable_with_rejected_final,
    count(*) FILTER (WHERE is_audited) AS audited,
    count(*) FILTER (WHERE is_escaped) AS escaped,
    count(*) FILTER (WHERE is_client_decided) AS client_decided,
    count(*) FILTER (WHERE is_client_rejected) AS client_rejected
FROM settled_outputs
WHERE n_outputs > 1
GROUP BY attempt_no
