-- One row per local day, values of some dimensions, and what figures of attempts tell apart: sums over these attempts,
-- under the names that attempt_facts has for one of them. Days begin within the day that they stand for.
SELECT
    $dimensions,
    date_trunc('day', local_submitted_at) AS local_submitted_at, min(submitted_at) AS submitted_at,
    status, is_breakage, is_reviewed, assumed_because,
    count(*) AS n_rows,
    CAST(sum(n_attempts) AS BIGINT) AS n_attempts, CAST(sum(n_requested) AS BIGINT) AS n_requested,
    CAST(sum(n_outputs) AS BIGINT) AS n_outputs,
    sum(cost) AS cost, sum(refund) AS refund, sum(list_cost) AS list_cost,
    sum(money_usable) AS money_usable, sum(money_contributed) AS money_contributed,
    sum(money_rejected) AS money_rejected, sum(money_not_selected) AS money_not_selected,
    sum(money_pending) AS money_pending, sum(money_blocked) AS money_blocked, sum(money_failed) AS money_failed,
    sum(money_canceled) AS money_canceled, sum(money_unknown) AS money_unknown, sum(money_breakage) AS money_breakage,
    sum(money_unreviewed) AS money_unreviewed,
    CAST(sum(outputs_usable) AS BIGINT) AS outputs_usable,
    CAST(sum(outputs_contributed) AS BIGINT) AS outputs_contributed,
    CAST(sum(outputs_rejected) AS BIGINT) AS outputs_rejected,
    CAST(sum(outputs_not_selected) AS BIGINT) AS outputs_not_selected,
    CAST(sum(outputs_pending) AS BIGINT) AS outputs_pending, CAST(sum(outputs_blocked) AS BIGINT) AS outputs_blocked,
    CAST(sum(outputs_delivered) AS BIGINT) AS outputs_delivered,
    CAST(sum(outputs_unreviewed) AS BIGINT) AS outputs_unreviewed,
    CAST(sum(outputs_not_selected_by_selection) AS BIGINT) AS outputs_not_selected_by_selection,
    CAST(sum(usable_with_rejected_final) AS BIGINT) AS usable_with_rejected_final,
    CAST(sum(audited) AS BIGINT) AS audited, CAST(sum(escaped) AS BIGINT) AS escaped,
    CAST(sum(client_decided) AS BIGINT) AS client_decided, CAST(sum(client_rejected) AS BIGINT) AS client_rejected,
    CAST(sum(disputed) AS BIGINT) AS disputed,
    CAST(sum(adherence_known) AS BIGINT) AS adherence_known, CAST(sum(adherence_met) AS BIGINT) AS adherence_met,
    CAST(sum(sets_asked) AS BIGINT) AS sets_asked, CAST(sum(sets_passed) AS BIGINT) AS sets_passed
FROM attempt_facts
GROUP BY
    $dimensions, date_trunc('day', local_submitted_at), status, is_breakage, is_reviewed, assumed_because, cost IS NULL
