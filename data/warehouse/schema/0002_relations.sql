-- What the records mean, as of one moment: every figure reads only these. Written by data/resolving/resolve.py
-- from data/relations/*.sql, with each load; until the first one they are empty. Times are UTC
-- (local_submitted_at: the wall clock of the reporting zone), money is in the reporting currency.

CREATE TABLE resolved_attempts (        -- one row per attempt (merged where logged twice) and per lapsed credit lot
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
    n_requested INTEGER NOT NULL,
    n_outputs INTEGER NOT NULL,         -- delivered and blocked ones; 0 unless succeeded
    outputs_assumed BOOLEAN NOT NULL,
    cache_hit BOOLEAN NOT NULL,
    cost DECIMAL(38, 12),               -- the cost used, net of the refund; NULL: not known
    cost_basis VARCHAR NOT NULL,        -- invoiced | ledger | reported | computed | unpriced | breakage
    reported_cost DECIMAL(38, 12),
    computed_cost DECIMAL(38, 12),
    refund DECIMAL(38, 12),             -- what was taken off, as a positive amount
    cost_assumed BOOLEAN NOT NULL,
    zero_replaced BOOLEAN NOT NULL,
    cost_note VARCHAR,                  -- why the cost is missing, assumed or replaced
    waste_line VARCHAR,                 -- of the waste ledger, where all of it goes; NULL where the outputs differ
    line_money DECIMAL(38, 12)[],       -- where that is NULL: by usable, contributed, rejected, not_selected,
    line_outputs INTEGER[],             -- pending, blocked
    verdict_counts INTEGER[],           -- usable with a rejected final, audited, escaped, client decided, client rejected
    outputs_delivered INTEGER NOT NULL,
    outputs_not_selected_by_selection INTEGER NOT NULL,
    shares_fate BOOLEAN NOT NULL,       -- its one output was not judged, used or described: asset_outcomes has it from here
    settles_at TIMESTAMP,               -- where it does, and is pending: when time alone will settle it
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

CREATE VIEW attempt_facts AS            -- resolved_attempts with every line of the waste ledger as a column
SELECT
    attempt_no, source, source_id, brief_no, operation_key,
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

CREATE TABLE output_outcomes (          -- one row per output of a succeeded attempt that does not simply share its fate
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

CREATE VIEW asset_outcomes AS           -- one row per output of a succeeded attempt
SELECT * FROM output_outcomes
UNION ALL
SELECT
    attempt_no, 0, waste_line, cost, NULL, NULL, NULL, NULL, NULL,
    CASE
        WHEN waste_line = 'pending' THEN NULL
        WHEN outputs_not_selected_by_selection > 0 THEN 'selection'
        ELSE 'verdict'
    END,
    settles_at, NULL, NULL
FROM resolved_attempts
WHERE shares_fate;

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
