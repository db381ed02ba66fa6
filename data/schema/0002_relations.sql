-- What the records mean, as of one moment: every figure reads only these. Written by data/resolve.py
-- from data/relations/*.sql, with each load; until the first one they are empty. Times are UTC
-- (local_submitted_at: the wall clock of the reporting zone), money is in the reporting currency.

CREATE TABLE attempt_facts (            -- one row per attempt (merged where logged twice) and per lapsed credit lot
    attempt_no BIGINT,                  -- NULL for breakage
    source VARCHAR NOT NULL,
    source_id VARCHAR,
    brief_no BIGINT,                    -- attempt_no of the brief's earliest attempt; NULL for breakage
    operation_key BIGINT,               -- the same for the calls of one operation; NULL for breakage
    client VARCHAR,
    project VARCHAR,
    campaign VARCHAR,
    team VARCHAR,
    "user" VARCHAR,
    channel VARCHAR,
    provider VARCHAR,
    model VARCHAR,
    model_family VARCHAR,
    variant VARCHAR,
    operation VARCHAR,
    tier VARCHAR,                       -- derived from operation and lineage where the log gives none
    media VARCHAR,                      -- image | video | audio | other
    status VARCHAR,                     -- as of the moment, and as the outputs prove it; NULL for breakage
    brief VARCHAR,
    account VARCHAR,
    submitted_at TIMESTAMP NOT NULL,
    local_submitted_at TIMESTAMP NOT NULL,
    is_breakage BOOLEAN NOT NULL,
    n_attempts INTEGER NOT NULL,        -- 1; 0 for breakage
    n_requested INTEGER NOT NULL,
    n_outputs INTEGER NOT NULL,         -- delivered and blocked ones; 0 unless succeeded
    outputs_assumed BOOLEAN NOT NULL,
    cache_hit BOOLEAN NOT NULL,
    cost DECIMAL(38, 12),               -- the cost used, net of the refund; NULL: not known
    cost_basis VARCHAR NOT NULL,        -- invoiced | ledger | reported | computed | unpriced | breakage
    reported_cost DECIMAL(38, 12),
    computed_cost DECIMAL(38, 12),
    reconciled_cost DECIMAL(38, 12),
    refund DECIMAL(38, 12),             -- what was taken off, as a positive amount
    cost_assumed BOOLEAN NOT NULL,
    zero_replaced BOOLEAN NOT NULL,
    cost_note VARCHAR,                  -- why the cost is missing, assumed or replaced
    list_cost DECIMAL(38, 12),
    money_usable DECIMAL(38, 12),       -- the money_* are NULL when cost is, else they sum to it exactly
    money_contributed DECIMAL(38, 12),
    money_rejected DECIMAL(38, 12),
    money_not_selected DECIMAL(38, 12),
    money_pending DECIMAL(38, 12),
    money_blocked DECIMAL(38, 12),
    money_failed DECIMAL(38, 12),
    money_canceled DECIMAL(38, 12),
    money_unknown DECIMAL(38, 12),
    money_breakage DECIMAL(38, 12),
    outputs_delivered INTEGER NOT NULL,
    outputs_usable INTEGER NOT NULL,
    outputs_contributed INTEGER NOT NULL,
    outputs_rejected INTEGER NOT NULL,
    outputs_not_selected INTEGER NOT NULL,
    outputs_not_selected_by_selection INTEGER NOT NULL,
    outputs_pending INTEGER NOT NULL,
    outputs_blocked INTEGER NOT NULL,
    usable_with_rejected_final INTEGER NOT NULL,
    audited INTEGER NOT NULL,
    escaped INTEGER NOT NULL,
    client_decided INTEGER NOT NULL,
    client_rejected INTEGER NOT NULL,
    adherence_known INTEGER NOT NULL,
    adherence_met INTEGER NOT NULL,
    sets_asked INTEGER NOT NULL,        -- on the operation's earliest attempt
    sets_passed INTEGER NOT NULL,
    latency_s DOUBLE,
    queue_s DOUBLE,
    render_s DOUBLE,
    latency_negative BOOLEAN NOT NULL,
    started_at TIMESTAMP,
    completed_at TIMESTAMP,
    prompt_key UBIGINT                  -- equal for equal prompts; NULL where the prompt is not known
);

CREATE TABLE asset_outcomes (           -- one row per output of a succeeded attempt
    attempt_no BIGINT NOT NULL,
    output_index INTEGER NOT NULL,
    outcome VARCHAR NOT NULL,           -- usable | contributed | rejected | not_selected | pending | blocked
    money DECIMAL(38, 12),              -- its share of the attempt's cost
    standing_decision VARCHAR,
    standing_stage VARCHAR,
    standing_at TIMESTAMP,
    reason VARCHAR,                     -- of the standing verdict, like reviewer
    reviewer VARCHAR,
    not_selected_by VARCHAR,            -- selection | verdict: the window that passed first
    settles_at TIMESTAMP,               -- when a pending one will settle by time alone
    uri VARCHAR,                        -- uri, asset_id: only where a log names the asset itself; else they are
    asset_id VARCHAR                    -- its attempt's output_uris[output_index + 1] and <source_id>#<index>
);

CREATE TABLE brief_facts (              -- one row per brief, in the group and period of its earliest attempt
    brief_no BIGINT NOT NULL,
    client VARCHAR,
    project VARCHAR,
    campaign VARCHAR,
    team VARCHAR,
    "user" VARCHAR,
    channel VARCHAR,
    provider VARCHAR,
    model VARCHAR,
    model_family VARCHAR,
    variant VARCHAR,
    operation VARCHAR,
    tier VARCHAR,
    media VARCHAR,
    source VARCHAR,
    status VARCHAR,                     -- NULL
    brief VARCHAR,
    submitted_at TIMESTAMP NOT NULL,
    local_submitted_at TIMESTAMP NOT NULL,
    n_attempts INTEGER NOT NULL,
    n_usable INTEGER NOT NULL,
    settled BOOLEAN NOT NULL,
    reworked BOOLEAN NOT NULL,          -- settled, and with a refine or a second generate operation
    first_pass BOOLEAN NOT NULL,        -- settled, not reworked, first attempt accepted, and a usable asset
    n_generate_operations INTEGER NOT NULL,
    n_rerolls INTEGER NOT NULL,
    n_refine_operations INTEGER NOT NULL,
    n_prompts INTEGER NOT NULL,
    first_submitted_at TIMESTAMP NOT NULL,
    first_usable_at TIMESTAMP,          -- when it was decided
    first_usable_completed_at TIMESTAMP,
    time_to_first_usable_s DOUBLE,
    observed_s DOUBLE NOT NULL,         -- as-of minus first submit
    never_usable BOOLEAN NOT NULL,
    cost DECIMAL(38, 12)                -- NULL when no attempt of it has a cost
);

CREATE TABLE people_facts (             -- one row per piece of human work, dated by its own time
    record_kind VARCHAR NOT NULL,       -- verdict | labour
    record_no BIGINT NOT NULL,
    attempt_no BIGINT,                  -- what it was matched to
    brief_no BIGINT,
    client VARCHAR,
    project VARCHAR,
    campaign VARCHAR,
    team VARCHAR,
    "user" VARCHAR,
    channel VARCHAR,
    provider VARCHAR,
    model VARCHAR,
    model_family VARCHAR,
    variant VARCHAR,
    operation VARCHAR,
    tier VARCHAR,
    media VARCHAR,
    source VARCHAR,
    status VARCHAR,                     -- NULL
    brief VARCHAR,
    submitted_at TIMESTAMP NOT NULL,
    local_submitted_at TIMESTAMP NOT NULL,
    kind VARCHAR NOT NULL,              -- prompt | review | edit | other
    person VARCHAR,
    minutes DECIMAL(38, 12) NOT NULL,
    cost DECIMAL(38, 12)                -- NULL without a rate for this kind
);

CREATE TABLE handover_facts (           -- one row per asset sent into an assembly tool
    handover_no BIGINT NOT NULL,
    attempt_no BIGINT,
    output_index INTEGER,
    destination VARCHAR NOT NULL,
    handed_over_at TIMESTAMP NOT NULL,
    handover_s DOUBLE,                  -- completed to arrived
    ok BOOLEAN
);

CREATE TABLE reference_matches (        -- one row per reference of a record, and asset it was matched to
    record_kind VARCHAR NOT NULL,       -- verdict | parent | asset_parent | ledger | handover | labour
    record_no BIGINT NOT NULL,          -- of a parent link: the child's attempt_no (asset_parent: asset_no)
    ref VARCHAR NOT NULL,
    attempt_no BIGINT,
    output_index INTEGER,               -- NULL: the attempt as a whole
    state VARCHAR NOT NULL,             -- matched | unmatched | ambiguous | dropped (a parent not older than its child)
    how VARCHAR                         -- the level that matched or was ambiguous
);

CREATE TABLE merged_attempts (          -- one row per row of `attempts` that is the same call as another one
    attempt_no BIGINT NOT NULL,
    lead_attempt_no BIGINT NOT NULL
);

CREATE TABLE gaps (                     -- one row per kind of gap
    gap VARCHAR NOT NULL,
    n BIGINT NOT NULL,
    money DECIMAL(38, 12)               -- NULL where the gap has no money or it is not known
);

CREATE TABLE resolutions (              -- one row: what the relations above hold
    resolved_at TIMESTAMP NOT NULL,     -- the as-of
    settings_hash VARCHAR NOT NULL,
    price_book_hash VARCHAR NOT NULL,
    next_event_at TIMESTAMP,            -- from here on time alone changes them; NULL: never
    resolved_in_s DOUBLE NOT NULL
);

CREATE VIEW waste_ledger AS             -- one row per share of money; the shares sum to spend
SELECT
    f.attempt_no, o.output_index, o.outcome AS line, o.money, 1 AS outputs,
    o.outcome, o.reason, o.reviewer, o.standing_stage AS stage,
    f.brief_no, f.client, f.project, f.campaign, f.team, f."user", f.channel, f.provider, f.model,
    f.model_family, f.variant, f.operation, f.tier, f.media, f.source, f.status, f.brief,
    f.submitted_at, f.local_submitted_at
FROM asset_outcomes o
JOIN attempt_facts f ON f.attempt_no = o.attempt_no
UNION ALL
SELECT
    f.attempt_no, NULL,
    CASE WHEN f.is_breakage THEN 'breakage' WHEN f.status = 'running' THEN 'unknown' ELSE f.status END,
    f.cost, 0,
    CASE WHEN f.is_breakage THEN 'breakage' ELSE f.status END, NULL, NULL, NULL,
    f.brief_no, f.client, f.project, f.campaign, f.team, f."user", f.channel, f.provider, f.model,
    f.model_family, f.variant, f.operation, f.tier, f.media, f.source, f.status, f.brief,
    f.submitted_at, f.local_submitted_at
FROM attempt_facts f
WHERE f.n_outputs = 0;
