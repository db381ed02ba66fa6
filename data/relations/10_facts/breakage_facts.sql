-- One row per credit lot that lapsed up to the moment, as a fact of its own: money without an attempt. Its
-- channel is the one whose calls use the account, where that is one, and its medium that of all of these calls.
WITH account_channels AS (
    SELECT account, min(channel) AS channel
    FROM attempts
    WHERE account IN (SELECT account FROM credit_lapses)
    GROUP BY account
    HAVING min(attempts.channel) = max(attempts.channel)
),

account_media AS (
    SELECT account, min(media) AS media
    FROM {target}.attempt_facts
    WHERE attempt_no IS NOT NULL AND account IN (SELECT account FROM credit_lapses)
    GROUP BY account
    HAVING min(attempt_facts.media) = max(attempt_facts.media) AND count(attempt_facts.media) = count(*)
),

lapsed AS (
    SELECT
        l.*, r.rate,
        CASE
            WHEN l.money = 0 OR coalesce(l.currency, $currency) = $currency THEN l.money
            ELSE as_money(l.money * r.rate)
        END AS cost
    FROM credit_lapses AS l
    LEFT JOIN conversion_rates AS r
        ON r.currency = l.currency AND l.paid_at >= r.valid_from AND l.paid_at < r.valid_to
)

SELECT
    e.source, e.entry_id, coalesce(c.channel, e.source) AS channel, m.media, l.account,
    l.lapsed_at AS submitted_at, local_time(l.lapsed_at, $timezone) AS local_submitted_at,
    l.cost, 'breakage' AS cost_basis,
    CASE WHEN l.money IS NULL THEN 'money_unknown' WHEN l.cost IS NULL THEN 'no_rate_' || l.currency END AS cost_note,
    'breakage' AS waste_line, FALSE AS shares_fate, 0 AS n_requested, 0 AS n_outputs, FALSE AS outputs_assumed, FALSE AS operation_assumed, FALSE AS cache_hit,
    FALSE AS zero_replaced, 0 AS outputs_not_selected_by_selection,
    0 AS adherence_known, 0 AS adherence_met, TRUE AS is_reviewed
FROM lapsed AS l
JOIN ledger_entries AS e ON e.entry_no = l.lot_no
LEFT JOIN account_channels AS c ON c.account = l.account
LEFT JOIN account_media AS m ON m.account = l.account
