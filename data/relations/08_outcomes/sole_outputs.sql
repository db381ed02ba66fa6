-- One row per touched call with a single output: what became of that.
SELECT
    attempt_no, outcome, coalesce(not_selected_by = 'selection', FALSE) AS is_outshone,
    is_rejected_further_on, is_audited, is_escaped, is_client_decided, is_client_rejected
FROM settled_outputs
WHERE n_outputs = 1
