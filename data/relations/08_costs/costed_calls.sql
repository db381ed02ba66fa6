-- One row per call up to the moment: what it cost in the reporting currency, and on what that rests.
-- Ledger before reported before computed. A 0 reported for a success is replaced where the price book has a
-- price; an estimating gateway's 0 says nothing where it has none, nor of anything but a success. What cannot be
-- converted is not known. What scanned files alone tell of costs the machine's time that the settings name.
WITH known AS (
    SELECT
        c.*,
        CASE
            WHEN c.reported_cost = 0 AND e.costs_are_estimates
                AND (c.status <> 'succeeded' OR (p.computed_cost IS NULL AND c.cache_hit IS NOT TRUE)) THEN NULL
            ELSE c.reported_cost
        END AS stated_cost,
        CASE
            WHEN stated_cost = 0 OR c.currency IS NULL OR upper(c.currency) = $currency THEN stated_cost
            ELSE as_money(stated_cost * r.rate)
        END AS converted_cost,
        CASE
            WHEN p.computed_cost = 0 OR p.currency = $currency THEN p.computed_cost
            ELSE as_money(p.computed_cost * q.rate)
        END AS computed_cost,
        p.currency AS price_currency, p.computed_cost IS NOT NULL AS is_priced, p.assumed_because AS price_assumed_because, p.price_note, p.policy,
        coalesce(p.after_shutdown, FALSE) AS after_shutdown,
        coalesce(e.costs_are_estimates, FALSE) AS is_estimated,
        l.ledger_cost, f.money AS refund, f.money_not_in_report AS refund_not_in_report
    FROM grouped_calls AS c
    LEFT JOIN sources AS e ON e.source = c.cost_source
    LEFT JOIN computed_costs AS p ON p.attempt_no = c.attempt_no
    LEFT JOIN ledger_costs AS l ON l.attempt_no = c.attempt_no
    LEFT JOIN refunded_attempts AS f ON f.attempt_no = c.attempt_no
    LEFT JOIN conversion_rates AS r
        ON r.currency = upper(c.currency) AND c.submitted_at >= r.valid_from AND c.submitted_at < r.valid_to
    LEFT JOIN conversion_rates AS q
        ON q.currency = p.currency AND c.submitted_at >= q.valid_from AND c.submitted_at < q.valid_to
),

based AS (
    SELECT
        *,
        coalesce(
            stated_cost = 0 AND status = 'succeeded' AND cache_hit IS NOT TRUE AND computed_cost > 0
            AND ledger_cost IS NULL, FALSE
        ) AS zero_replaced,
        stated_cost IS NOT NULL AND cost_source = 'outputs_folder' AS is_by_rate,
        CASE
            WHEN ledger_cost IS NOT NULL THEN 'ledger'
            WHEN is_by_rate THEN 'computed'
            WHEN stated_cost IS NOT NULL AND NOT zero_replaced THEN 'reported'
            WHEN cache_hit OR is_priced THEN 'computed'
            ELSE 'unpriced'
        END AS basis
    FROM known
),

owed AS (
    SELECT
        *,
        CASE basis
            WHEN 'ledger' THEN ledger_cost
            WHEN 'reported' THEN converted_cost
            WHEN 'computed' THEN CASE WHEN is_by_rate THEN converted_cost WHEN is_priced THEN computed_cost ELSE 0 END
        END AS gross_cost,
        CASE WHEN basis = 'reported' THEN refund_not_in_report ELSE refund END AS owed
    FROM based
)

SELECT
    * REPLACE (
        CASE WHEN NOT is_by_rate THEN converted_cost END AS reported_cost,
        CASE WHEN is_by_rate THEN converted_cost ELSE computed_cost END AS computed_cost,
        CASE WHEN owed > gross_cost THEN gross_cost WHEN gross_cost IS NOT NULL THEN owed END AS refund
    ),
    gross_cost - coalesce(CASE WHEN owed > gross_cost THEN gross_cost ELSE owed END, 0) AS cost,
    CASE WHEN gross_cost IS NULL THEN 'unpriced' ELSE basis END AS cost_basis,
    CASE  -- the first that applies, so that the kinds sum
        WHEN gross_cost IS NULL THEN NULL
        WHEN basis = 'computed' AND is_by_rate THEN 'hardware_assumed'
        WHEN basis = 'computed' AND price_assumed_because IN ('date_assumed', 'billing_assumed') THEN price_assumed_because
        WHEN basis = 'computed' AND outputs_assumed AND computed_cost > 0 THEN 'outputs_assumed'
        WHEN basis = 'computed' THEN price_assumed_because
        WHEN basis = 'reported' AND currency IS NULL AND gross_cost > 0 THEN 'currency_assumed'
    END AS assumed_because,
    CASE
        WHEN basis = 'reported' AND gross_cost IS NULL THEN 'no_rate_' || upper(currency)
        WHEN basis = 'computed' AND is_by_rate THEN 'hardware_assumed'
        WHEN basis = 'computed' AND gross_cost IS NULL THEN 'no_rate_' || price_currency
        WHEN basis = 'reported' AND currency IS NULL AND gross_cost > 0 THEN 'currency_assumed'
        WHEN basis IN ('computed', 'unpriced') THEN price_note
        -- charged, though the channel bills no such end by its own rule, and not all given back
        WHEN policy = 'no' AND status IN ('failed', 'blocked', 'canceled') AND gross_cost > coalesce(owed, 0)
            AND (basis = 'ledger' OR NOT is_estimated) THEN 'refund_due'
    END AS cost_note
FROM owed
