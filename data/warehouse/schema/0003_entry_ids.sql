-- An attempt's own id stands in `attempts`; beside every fact it was the widest column there. Only a lapsed
-- credit lot, which is in no other relation, keeps one: that of its entry in the ledger.
ALTER TABLE resolved_attempts ADD COLUMN entry_id VARCHAR;
UPDATE resolved_attempts SET entry_id = source_id WHERE is_breakage;
ALTER TABLE resolved_attempts DROP COLUMN source_id;

CREATE OR REPLACE VIEW attempt_facts AS -- resolved_attempts with every line of the waste ledger as a column
SELECT
    attempt_no, source, entry_id, brief_no, operation_key,
    client, project, campaign, team, "user", channel, provider, model, model_family, variant, operation,
    tier, media, status, brief, account, submitted_at, local_submitted_at,
    is_breakage, CAST(NOT is_breakage AS INTEGER) AS n_attempts, n_requested, n_outputs, outputs_assumed, cache_hit,
    cost, cost_basis, reported_cost, computed_cost, CAST(NULL AS DECIMAL(38, 12)) AS reconciled_cost, refund,
    cost_assumed, zero_replaced, cost_note, computed_cost AS list_cost,
    -- The money_* are NULL when cost is, else they sum to it exactly.
    CASE WHEN waste_line = 'usable' THEN cost WHEN cost IS NOT NULL THEN coalesce(line_money[1], 0) END AS money_usable,
    CASE WHEN waste_line = 'contributed' THEN cost WHEN cost IS NOT NULL THEN coalesce(line_money[2], 0) END AS money_contributed,
    CASE WHEN waste_line = 'rejected' THEN cost WHEN cost IS NOT NULL THEN coalesce(line_money[3], 0) END AS money_rejected,
    CASE WHEN waste_line = 'not_selected' THEN cost WHEN cost IS NOT NULL THEN coalesce(line_money[4], 0) END AS money_not_selected,
    CASE WHEN waste_line = 'pending' THEN cost WHEN cost IS NOT NULL THEN coalesce(line_money[5], 0) END AS money_pending,
    CASE WHEN waste_line = 'blocked' THEN cost WHEN cost IS NOT NULL THEN coalesce(line_money[6], 0) END AS money_blocked,
    CASE WHEN waste_line = 'failed' THEN cost WHEN cost IS NOT NULL THEN 0 END AS money_failed,
    CASE WHEN waste_line = 'canceled' THEN cost WHEN cost IS NOT NULL THEN 0 END AS money_canceled,
    CASE WHEN waste_line = 'unknown' THEN cost WHEN cost IS NOT NULL THEN 0 END AS money_unknown,
    CASE WHEN waste_line = 'breakage' THEN cost WHEN cost IS NOT NULL THEN 0 END AS money_breakage,
    outputs_delivered,
    if(waste_line = 'usable', n_outputs, coalesce(line_outputs[1], 0)) AS outputs_usable,
    if(waste_line = 'contributed', n_outputs, coalesce(line_outputs[2], 0)) AS outputs_contributed,
    if(waste_line = 'rejected', n_outputs, coalesce(line_outputs[3], 0)) AS outputs_rejected,
    if(waste_line = 'not_selected', n_outputs, coalesce(line_outputs[4], 0)) AS outputs_not_selected,
    if(waste_line = 'pending', n_outputs, coalesce(line_outputs[5], 0)) AS outputs_pending,
    if(waste_line = 'blocked', n_outputs, coalesce(line_outputs[6], 0)) AS outputs_blocked,
    outputs_not_selected_by_selection,
    coalesce(verdict_counts[1], 0) AS usable_with_rejected_final,
    coalesce(verdict_counts[2], 0) AS audited,
    coalesce(verdict_counts[3], 0) AS escaped,
    coalesce(verdict_counts[4], 0) AS client_decided,
    coalesce(verdict_counts[5], 0) AS client_rejected,
    adherence_known, adherence_met, sets_asked, sets_passed,
    latency_s, queue_s, render_s, latency_negative, started_at, completed_at, prompt_key, shares_fate
FROM resolved_attempts;
