-- One row per call that several sources logged: the leading row, its NULLs filled by the others in turn.
-- A cost comes with its currency, a quantity with its unit, an operation with the source that named it.
-- An end that is not known (unknown, running) is filled like a NULL; so is n_requested, whose 1 may be the default.
WITH logged AS (
    SELECT
        a.* REPLACE (
            nullif(a.output_uris, []) AS output_uris, nullif(a.parent_asset_ids, []) AS parent_asset_ids,
            nullif(a.tags, []) AS tags,
            -- When a call was only seen to be submitted, another log may know better. A duration counts from the
            -- submit of its own log.
            nullif(a.submitted_at, a.seen_at) AS submitted_at,
            derived_time(a.started_at, nullif(a.submitted_at, a.seen_at), a.queue_s) AS started_at,
            derived_time(a.completed_at, nullif(a.submitted_at, a.seen_at), a.latency_s) AS completed_at
        ),
        c.lead_attempt_no, c.fill_rank,
        c.fill_rank + CASE a.status WHEN 'unknown' THEN 1000 WHEN 'running' THEN 2000 ELSE 0 END AS status_rank,
        CASE
            WHEN a.reported_cost = 0 AND a.status <> 'succeeded' AND s.costs_are_estimates THEN NULL
            WHEN a.reported_cost IS NOT NULL
                THEN {'cost': a.reported_cost, 'currency': a.currency, 'source': a.source}
        END AS reported,
        CASE WHEN a.units IS NOT NULL THEN {'units': a.units, 'unit': a.unit} END AS quantity,
        CASE WHEN a.operation_id IS NOT NULL THEN {'id': a.operation_id, 'source': a.source} END AS named_operation
    FROM attempts_in_scope AS a
    JOIN same_calls AS c ON c.attempt_no = a.attempt_no
    LEFT JOIN sources AS s ON s.source = a.source
),

filled AS (
    SELECT
        lead_attempt_no AS attempt_no,
        arg_min(status, status_rank) AS status,
        max(n_requested) AS n_requested,
        arg_min(reported, fill_rank) AS reported,
        arg_min(quantity, fill_rank) AS quantity,
        arg_min(named_operation, fill_rank) AS named_operation,
        arg_min(COLUMNS(logged.* EXCLUDE (
            attempt_no, lead_attempt_no, fill_rank, status_rank, status, n_requested, reported, quantity,
            named_operation, reported_cost, currency, units, unit, operation_id
        )), fill_rank)
    FROM logged
    GROUP BY lead_attempt_no
)

SELECT
    filled.* EXCLUDE (reported, quantity, named_operation)
        REPLACE (coalesce(filled.submitted_at, filled.seen_at) AS submitted_at),
    reported.cost AS reported_cost, reported.currency AS currency, reported.source AS cost_source,
    quantity.units AS units, quantity.unit AS unit,
    named_operation.id AS operation_id, named_operation.source AS operation_source
FROM filled
