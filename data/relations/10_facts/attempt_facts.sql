-- One row of resolved_attempts, with all that follows from its columns: every line of the waste ledger, times.
SELECT
    attempt_no, source, entry_id, brief_no, operation_key,
    client, project, campaign, team, "user", channel, provider, model, model_family, variant, operation,
    tier, media, status, brief, account, submitted_at, local_submitted_at,
    attempt_no IS NULL AS is_breakage, CAST(NOT is_breakage AS INTEGER) AS n_attempts, n_requested, n_outputs, outputs_assumed, operation_assumed, cache_hit,
    cost, cost_basis, reported_cost, computed_cost, CAST(NULL AS DECIMAL(38, 12)) AS reconciled_cost, refund,
    assumed_because, zero_replaced, cost_note, coalesce(after_shutdown, FALSE) AS after_shutdown,
    computed_cost AS list_cost,
    CASE
        WHEN cost IS NOT NULL OR is_breakage THEN NULL
        WHEN status = 'running' THEN 'still_running'
        WHEN status = 'unknown' THEN 'end_unknown'
        WHEN status <> 'succeeded' AND cost_note IN ('quantity_unknown', 'tokens_not_reported') THEN 'end_unknown'
        WHEN starts_with(cost_note, 'no_rate_') THEN 'no_rate'
        WHEN cost_note = 'model_shut' THEN 'model_shut'
        WHEN cost_note IN ('variant_unknown', 'quantity_unknown', 'tokens_not_reported') THEN 'untold'
        ELSE 'no_price'
    END AS unpriced_because,
    -- The money_* are NULL when cost is, else they sum to it exactly. Most calls have no list: that is asked first,
    -- for to look into a list that is not there takes DuckDB as long as ten sums.
    CASE WHEN waste_line = 'usable' THEN cost WHEN cost IS NULL THEN NULL WHEN line_money IS NULL THEN 0 ELSE coalesce(line_money[1].usable, 0) END AS money_usable,
    CASE WHEN waste_line = 'contributed' THEN cost WHEN cost IS NULL THEN NULL WHEN line_money IS NULL THEN 0 ELSE coalesce(line_money[1].contributed, 0) END AS money_contributed,
    CASE WHEN waste_line = 'rejected' THEN cost WHEN cost IS NULL THEN NULL WHEN line_money IS NULL THEN 0 ELSE coalesce(line_money[1].rejected, 0) END AS money_rejected,
    CASE WHEN waste_line = 'not_selected' THEN cost WHEN cost IS NULL THEN NULL WHEN line_money IS NULL THEN 0 ELSE coalesce(line_money[1].not_selected, 0) END AS money_not_selected,
    CASE WHEN waste_line = 'pending' THEN cost WHEN cost IS NULL THEN NULL WHEN line_money IS NULL THEN 0 ELSE coalesce(line_money[1].pending, 0) END AS money_pending,
    CASE WHEN waste_line = 'blocked' THEN cost WHEN cost IS NULL THEN NULL WHEN line_money IS NULL THEN 0 ELSE coalesce(line_money[1].blocked, 0) END AS money_blocked,
    CASE WHEN waste_line = 'failed' THEN cost WHEN cost IS NOT NULL THEN 0 END AS money_failed,
    CASE WHEN waste_line = 'canceled' THEN cost WHEN cost IS NOT NULL THEN 0 END AS money_canceled,
    CASE WHEN waste_line = 'unknown' THEN cost WHEN cost IS NOT NULL THEN 0 END AS money_unknown,
    CASE WHEN waste_line = 'breakage' THEN cost WHEN cost IS NOT NULL THEN 0 END AS money_breakage,
    CASE WHEN waste_line = 'usable' THEN n_outputs WHEN line_outputs IS NULL THEN 0 ELSE coalesce(line_outputs[1].usable, 0) END AS outputs_usable,
    CASE WHEN waste_line = 'contributed' THEN n_outputs WHEN line_outputs IS NULL THEN 0 ELSE coalesce(line_outputs[1].contributed, 0) END AS outputs_contributed,
    CASE WHEN waste_line = 'rejected' THEN n_outputs WHEN line_outputs IS NULL THEN 0 ELSE coalesce(line_outputs[1].rejected, 0) END AS outputs_rejected,
    CASE WHEN waste_line = 'not_selected' THEN n_outputs WHEN line_outputs IS NULL THEN 0 ELSE coalesce(line_outputs[1].not_selected, 0) END AS outputs_not_selected,
    CASE WHEN waste_line = 'pending' THEN n_outputs WHEN line_outputs IS NULL THEN 0 ELSE coalesce(line_outputs[1].pending, 0) END AS outputs_pending,
    CASE WHEN waste_line = 'blocked' THEN n_outputs WHEN line_outputs IS NULL THEN 0 ELSE coalesce(line_outputs[1].blocked, 0) END AS outputs_blocked,
    n_outputs - outputs_blocked AS outputs_delivered,
    CASE WHEN is_reviewed THEN 0 ELSE outputs_pending END AS outputs_unreviewed,
    CASE WHEN NOT is_reviewed THEN money_pending WHEN cost IS NOT NULL THEN 0 END AS money_unreviewed,
    outputs_not_selected_by_selection, is_reviewed,
    CASE WHEN verdict_counts IS NULL THEN 0 ELSE coalesce(verdict_counts[1].usable_with_rejected_final, 0) END AS usable_with_rejected_final,
    CASE WHEN verdict_counts IS NULL THEN 0 ELSE coalesce(verdict_counts[1].audited, 0) END AS audited,
    CASE WHEN verdict_counts IS NULL THEN 0 ELSE coalesce(verdict_counts[1].escaped, 0) END AS escaped,
    CASE WHEN verdict_counts IS NULL THEN 0 ELSE coalesce(verdict_counts[1].client_decided, 0) END AS client_decided,
    CASE WHEN verdict_counts IS NULL THEN 0 ELSE coalesce(verdict_counts[1].client_rejected, 0) END AS client_rejected,
    CASE WHEN verdict_counts IS NULL THEN 0 ELSE coalesce(verdict_counts[1].disputed, 0) END AS disputed,
    adherence_known, adherence_met,
    CAST(set_passed IS NOT NULL AS INTEGER) AS sets_asked, CAST(set_passed IS TRUE AS INTEGER) AS sets_passed,
    -- Times of a call that succeeded and was not answered from a cache. Clocks that disagree on the start alone
    -- make it start when it was submitted.
    CASE WHEN status = 'succeeded' AND NOT cache_hit AND completed_at >= submitted_at
        THEN seconds_between(submitted_at, completed_at)
    END AS latency_s,
    CASE WHEN latency_s IS NOT NULL AND started_at IS NOT NULL
        THEN greatest(seconds_between(submitted_at, started_at), 0)
    END AS queue_s,
    CASE WHEN latency_s IS NOT NULL AND started_at <= completed_at
        THEN seconds_between(started_at, completed_at)
    END AS render_s,
    coalesce(completed_at < submitted_at, FALSE) AS latency_negative,
    started_at, completed_at, prompt_key, shares_fate
FROM {facts}resolved_attempts
