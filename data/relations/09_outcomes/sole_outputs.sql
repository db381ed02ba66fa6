-- One row per touched call with a single output: what became of that, and what verdicts said of it.
SELECT
    attempt_no, outcome,
    [{
        'usable_with_rejected_final': CAST(is_rejected_further_on AS BIGINT),
        'audited': CAST(is_audited AS BIGINT),
        'escaped': CAST(is_escaped AS BIGINT),
        'client_decided': CAST(is_client_decided AS BIGINT),
        'client_rejected': CAST(is_client_rejected AS BIGINT),
        'disputed': CAST(is_disputed AS BIGINT)
    }] AS verdict_counts,
    CAST(coalesce(not_selected_by = 'selection', FALSE) AS BIGINT) AS outputs_not_selected_by_selection
FROM settled_outputs
WHERE n_outputs = 1
