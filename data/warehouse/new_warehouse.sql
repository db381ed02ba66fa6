-- The tables of a new warehouse, as the steps in schema/ leave them; why they are so stands there.
-- Written by tests/test_new_warehouse.py.

BEGIN;

CREATE TABLE asset_uses (
    attempt_no BIGINT NOT NULL,
    output_index INTEGER NOT NULL,
    is_usable BOOLEAN NOT NULL,
    is_used BOOLEAN NOT NULL,
    is_usable_by_use BOOLEAN NOT NULL,
    is_never_used BOOLEAN,
    is_used_unreviewed BOOLEAN NOT NULL,
    is_conflict BOOLEAN NOT NULL,
    first_used_at TIMESTAMP,
    first_use_s DOUBLE,
    used_seconds DOUBLE,
    clip_seconds DOUBLE,
    final_meets_size BOOLEAN,
    enlarged_by DOUBLE,
    has_friction BOOLEAN
);

CREATE TABLE asset_versions (
    asset_no BIGINT,
    content_hash UBIGINT,
    file_no INTEGER,
    line BIGINT,
    "source" VARCHAR,
    attempt_id VARCHAR,
    output_index BIGINT,
    asset_id VARCHAR,
    uri VARCHAR,
    file_name VARCHAR,
    sha256 VARCHAR,
    mime VARCHAR,
    width BIGINT,
    height BIGINT,
    "seconds" DOUBLE,
    blocked BOOLEAN,
    weight DECIMAL(38,12),
    parent_asset_ids VARCHAR[]
);

CREATE TABLE assets (
    asset_no BIGINT NOT NULL,
    content_hash UBIGINT NOT NULL,
    file_no INTEGER NOT NULL,
    line BIGINT NOT NULL,
    "source" VARCHAR NOT NULL,
    attempt_id VARCHAR NOT NULL,
    output_index BIGINT NOT NULL,
    asset_id VARCHAR,
    uri VARCHAR,
    file_name VARCHAR,
    sha256 VARCHAR,
    mime VARCHAR,
    width BIGINT,
    height BIGINT,
    "seconds" DOUBLE,
    blocked BOOLEAN,
    weight DECIMAL(38,12),
    parent_asset_ids VARCHAR[]
);

CREATE TABLE attempt_versions (
    attempt_no BIGINT,
    content_hash UBIGINT,
    file_no INTEGER,
    line BIGINT,
    "source" VARCHAR,
    source_id VARCHAR,
    submitted_at TIMESTAMP,
    status VARCHAR,
    operation_id VARCHAR,
    brief_id VARCHAR,
    client VARCHAR,
    project VARCHAR,
    campaign VARCHAR,
    team VARCHAR,
    "user" VARCHAR,
    tier VARCHAR,
    operation VARCHAR,
    channel VARCHAR,
    provider VARCHAR,
    model VARCHAR,
    variant VARCHAR,
    prompt_sha256 VARCHAR,
    prompt_chars BIGINT,
    prompt VARCHAR,
    seed VARCHAR,
    requested_width BIGINT,
    requested_height BIGINT,
    requested_seconds DOUBLE,
    n_requested BIGINT,
    n_outputs BIGINT,
    output_uris VARCHAR[],
    parent_asset_ids VARCHAR[],
    started_at TIMESTAMP,
    completed_at TIMESTAMP,
    latency_s DOUBLE,
    queue_s DOUBLE,
    cache_hit BOOLEAN,
    raw_status VARCHAR,
    error_code VARCHAR,
    provider_request_id VARCHAR,
    tokens_text_in BIGINT,
    tokens_image_in BIGINT,
    tokens_text_out BIGINT,
    tokens_image_out BIGINT,
    tokens_video_out BIGINT,
    tokens_thinking BIGINT,
    units DECIMAL(38,12),
    unit VARCHAR,
    reported_cost DECIMAL(38,12),
    currency VARCHAR,
    credits DECIMAL(38,12),
    account VARCHAR,
    updated_at TIMESTAMP,
    tags VARCHAR[],
    seen_at TIMESTAMP,
    tokens_cached_in BIGINT
);

CREATE TABLE attempts (
    attempt_no BIGINT NOT NULL,
    content_hash UBIGINT NOT NULL,
    file_no INTEGER NOT NULL,
    line BIGINT NOT NULL,
    "source" VARCHAR NOT NULL,
    source_id VARCHAR NOT NULL,
    submitted_at TIMESTAMP NOT NULL,
    status VARCHAR NOT NULL,
    operation_id VARCHAR,
    brief_id VARCHAR,
    client VARCHAR,
    project VARCHAR,
    campaign VARCHAR,
    team VARCHAR,
    "user" VARCHAR,
    tier VARCHAR,
    operation VARCHAR,
    channel VARCHAR,
    provider VARCHAR,
    model VARCHAR,
    variant VARCHAR,
    prompt_sha256 VARCHAR,
    prompt_chars BIGINT,
    prompt VARCHAR,
    seed VARCHAR,
    requested_width BIGINT,
    requested_height BIGINT,
    requested_seconds DOUBLE,
    n_requested BIGINT,
    n_outputs BIGINT,
    output_uris VARCHAR[],
    parent_asset_ids VARCHAR[],
    started_at TIMESTAMP,
    completed_at TIMESTAMP,
    latency_s DOUBLE,
    queue_s DOUBLE,
    cache_hit BOOLEAN,
    raw_status VARCHAR,
    error_code VARCHAR,
    provider_request_id VARCHAR,
    tokens_text_in BIGINT,
    tokens_image_in BIGINT,
    tokens_text_out BIGINT,
    tokens_image_out BIGINT,
    tokens_video_out BIGINT,
    tokens_thinking BIGINT,
    units DECIMAL(38,12),
    unit VARCHAR,
    reported_cost DECIMAL(38,12),
    currency VARCHAR,
    credits DECIMAL(38,12),
    account VARCHAR,
    updated_at TIMESTAMP,
    tags VARCHAR[],
    seen_at TIMESTAMP,
    tokens_cached_in BIGINT
);

CREATE TABLE brief_facts (
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
    "source" VARCHAR,
    status VARCHAR,
    brief VARCHAR,
    submitted_at TIMESTAMP NOT NULL,
    local_submitted_at TIMESTAMP NOT NULL,
    n_attempts INTEGER NOT NULL,
    n_usable INTEGER NOT NULL,
    settled BOOLEAN NOT NULL,
    reworked BOOLEAN NOT NULL,
    first_pass BOOLEAN NOT NULL,
    n_generate_operations INTEGER NOT NULL,
    n_rerolls INTEGER NOT NULL,
    n_refine_operations INTEGER NOT NULL,
    n_prompts INTEGER NOT NULL,
    first_submitted_at TIMESTAMP NOT NULL,
    first_usable_at TIMESTAMP,
    first_usable_completed_at TIMESTAMP,
    time_to_first_usable_s DOUBLE,
    never_usable BOOLEAN NOT NULL,
    "cost" DECIMAL(38,12)
);

CREATE TABLE files (
    file_no INTEGER NOT NULL,
    file VARCHAR NOT NULL,
    "source" VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL,
    bytes BIGINT NOT NULL,
    map_hash VARCHAR NOT NULL,
    map_toml VARCHAR,
    reader_version INTEGER NOT NULL,
    loaded_at TIMESTAMP NOT NULL,
    records_read BIGINT NOT NULL,
    records_new BIGINT NOT NULL,
    records_updated BIGINT NOT NULL,
    records_unchanged BIGINT NOT NULL,
    records_rejected BIGINT NOT NULL,
    records_ignored BIGINT NOT NULL,
    "seconds" DOUBLE NOT NULL,
    place VARCHAR
);

CREATE TABLE gaps (
    gap VARCHAR NOT NULL,
    n BIGINT NOT NULL,
    money DECIMAL(38,12)
);

CREATE TABLE handover_facts (
    handover_no BIGINT NOT NULL,
    attempt_no BIGINT,
    output_index INTEGER,
    destination VARCHAR NOT NULL,
    handed_over_at TIMESTAMP NOT NULL,
    handover_s DOUBLE,
    ok BOOLEAN
);

CREATE TABLE handover_versions (
    handover_no BIGINT,
    content_hash UBIGINT,
    file_no INTEGER,
    line BIGINT,
    "source" VARCHAR,
    asset_ref VARCHAR,
    destination VARCHAR,
    handed_over_at TIMESTAMP,
    arrived_at TIMESTAMP,
    ok BOOLEAN,
    note VARCHAR
);

CREATE TABLE handovers (
    handover_no BIGINT NOT NULL,
    content_hash UBIGINT NOT NULL,
    file_no INTEGER NOT NULL,
    line BIGINT NOT NULL,
    "source" VARCHAR NOT NULL,
    asset_ref VARCHAR NOT NULL,
    destination VARCHAR NOT NULL,
    handed_over_at TIMESTAMP NOT NULL,
    arrived_at TIMESTAMP,
    ok BOOLEAN,
    note VARCHAR
);

CREATE TABLE ignored_records (
    file_no INTEGER NOT NULL,
    reason VARCHAR NOT NULL,
    records BIGINT NOT NULL
);

CREATE TABLE labour (
    labour_no BIGINT NOT NULL,
    content_hash UBIGINT NOT NULL,
    file_no INTEGER NOT NULL,
    line BIGINT NOT NULL,
    "source" VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    "minutes" DECIMAL(38,12) NOT NULL,
    "at" TIMESTAMP NOT NULL,
    person VARCHAR,
    brief_id VARCHAR,
    asset_ref VARCHAR,
    project VARCHAR
);

CREATE TABLE labour_versions (
    labour_no BIGINT,
    content_hash UBIGINT,
    file_no INTEGER,
    line BIGINT,
    "source" VARCHAR,
    kind VARCHAR,
    "minutes" DECIMAL(38,12),
    "at" TIMESTAMP,
    person VARCHAR,
    brief_id VARCHAR,
    asset_ref VARCHAR,
    project VARCHAR
);

CREATE TABLE ledger_entries (
    entry_no BIGINT NOT NULL,
    content_hash UBIGINT NOT NULL,
    file_no INTEGER NOT NULL,
    line BIGINT NOT NULL,
    "source" VARCHAR NOT NULL,
    account VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    "at" TIMESTAMP NOT NULL,
    credits DECIMAL(38,12),
    money DECIMAL(38,12),
    currency VARCHAR,
    expires_at TIMESTAMP,
    promotional BOOLEAN,
    attempt_ref VARCHAR,
    entry_id VARCHAR,
    updated_at TIMESTAMP
);

CREATE TABLE ledger_entry_versions (
    entry_no BIGINT,
    content_hash UBIGINT,
    file_no INTEGER,
    line BIGINT,
    "source" VARCHAR,
    account VARCHAR,
    kind VARCHAR,
    "at" TIMESTAMP,
    credits DECIMAL(38,12),
    money DECIMAL(38,12),
    currency VARCHAR,
    expires_at TIMESTAMP,
    promotional BOOLEAN,
    attempt_ref VARCHAR,
    entry_id VARCHAR,
    updated_at TIMESTAMP
);

CREATE TABLE media (
    path VARCHAR NOT NULL,
    folder VARCHAR NOT NULL,
    "role" VARCHAR NOT NULL,
    bytes BIGINT NOT NULL,
    modified_ns BIGINT NOT NULL,
    modified_at TIMESTAMP NOT NULL,
    dated_at TIMESTAMP NOT NULL,
    reader_version BIGINT NOT NULL,
    first_seen_at TIMESTAMP NOT NULL,
    gone_at TIMESTAMP,
    problem VARCHAR,
    sha256 VARCHAR,
    kind VARCHAR,
    width INTEGER,
    height INTEGER,
    "seconds" DOUBLE,
    frame_rate DOUBLE,
    codec VARCHAR,
    colour_mode VARCHAR,
    bit_depth INTEGER,
    profile VARCHAR,
    has_alpha BOOLEAN,
    has_audio BOOLEAN,
    generator VARCHAR,
    model VARCHAR,
    embedded_ids VARCHAR[],
    prompt_sha256 VARCHAR,
    seed VARCHAR,
    provenance VARCHAR,
    is_labelled_generated BOOLEAN,
    fingerprint BLOB,
    notes VARCHAR[],
    made_with VARCHAR
);

CREATE TABLE media_compared (
    media_sha256 VARCHAR NOT NULL,
    among VARCHAR NOT NULL,
    found_by VARCHAR NOT NULL,
    certainty VARCHAR NOT NULL,
    output_sha256 VARCHAR[] NOT NULL,
    "distance" INTEGER,
    margin INTEGER
);

CREATE TABLE media_matches (
    media_sha256 VARCHAR NOT NULL,
    "source" VARCHAR NOT NULL,
    source_id VARCHAR NOT NULL,
    output_index INTEGER NOT NULL,
    found_by VARCHAR NOT NULL,
    confidence VARCHAR NOT NULL,
    "distance" INTEGER,
    margin INTEGER
);

CREATE TABLE media_uses (
    container VARCHAR NOT NULL,
    container_name VARCHAR NOT NULL,
    container_kind VARCHAR NOT NULL,
    is_newest BOOLEAN NOT NULL,
    used_at TIMESTAMP NOT NULL,
    media_ref VARCHAR NOT NULL,
    media_sha256 VARCHAR,
    media_ids VARCHAR[],
    fingerprint BLOB,
    track VARCHAR,
    enabled BOOLEAN NOT NULL,
    seconds_used DOUBLE,
    source_start_s DOUBLE,
    source_end_s DOUBLE,
    is_on_screen BOOLEAN,
    found_path VARCHAR,
    "source" VARCHAR,
    source_id VARCHAR,
    output_index INTEGER
);

CREATE TABLE merged_attempts (
    attempt_no BIGINT NOT NULL,
    lead_attempt_no BIGINT NOT NULL
);

CREATE TABLE named_work (
    "source" VARCHAR NOT NULL,
    part VARCHAR NOT NULL,
    named VARCHAR NOT NULL,
    client VARCHAR,
    project VARCHAR
);

CREATE TABLE output_outcomes (
    attempt_no BIGINT NOT NULL,
    output_index INTEGER NOT NULL,
    outcome VARCHAR NOT NULL,
    money DECIMAL(38,12),
    standing_decision VARCHAR,
    standing_stage VARCHAR,
    standing_at TIMESTAMP,
    reason VARCHAR,
    reviewer VARCHAR,
    not_selected_by VARCHAR,
    settles_at TIMESTAMP,
    uri VARCHAR,
    asset_id VARCHAR
);

CREATE TABLE people_facts (
    record_kind VARCHAR NOT NULL,
    record_no BIGINT NOT NULL,
    attempt_no BIGINT,
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
    "source" VARCHAR,
    status VARCHAR,
    brief VARCHAR,
    submitted_at TIMESTAMP NOT NULL,
    local_submitted_at TIMESTAMP NOT NULL,
    kind VARCHAR NOT NULL,
    person VARCHAR,
    "minutes" DECIMAL(38,12) NOT NULL,
    "cost" DECIMAL(38,12)
);

CREATE TABLE quarantine (
    quarantine_no BIGINT NOT NULL,
    file_no INTEGER NOT NULL,
    line BIGINT NOT NULL,
    reason VARCHAR NOT NULL,
    raw BLOB NOT NULL,
    raw_bytes BIGINT NOT NULL,
    replayed_at TIMESTAMP
);

CREATE TABLE reference_matches (
    record_kind VARCHAR NOT NULL,
    record_no BIGINT NOT NULL,
    "ref" VARCHAR NOT NULL,
    attempt_no BIGINT,
    output_index INTEGER,
    state VARCHAR NOT NULL,
    how VARCHAR
);

CREATE TABLE resolutions (
    resolved_at TIMESTAMP NOT NULL,
    settings_hash VARCHAR NOT NULL,
    price_book_hash VARCHAR NOT NULL,
    next_event_at TIMESTAMP,
    resolved_in_s DOUBLE NOT NULL,
    rules_hash VARCHAR
);

CREATE TABLE resolved_attempts (
    attempt_no BIGINT,
    "source" VARCHAR NOT NULL,
    brief_no BIGINT,
    operation_key BIGINT,
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
    status VARCHAR,
    brief VARCHAR,
    account VARCHAR,
    submitted_at TIMESTAMP NOT NULL,
    local_submitted_at TIMESTAMP NOT NULL,
    n_requested INTEGER NOT NULL,
    n_outputs INTEGER NOT NULL,
    outputs_assumed BOOLEAN NOT NULL,
    cache_hit BOOLEAN NOT NULL,
    "cost" DECIMAL(38,12),
    cost_basis VARCHAR NOT NULL,
    reported_cost DECIMAL(38,12),
    computed_cost DECIMAL(38,12),
    refund DECIMAL(38,12),
    zero_replaced BOOLEAN NOT NULL,
    cost_note VARCHAR,
    waste_line VARCHAR,
    outputs_not_selected_by_selection INTEGER NOT NULL,
    shares_fate BOOLEAN NOT NULL,
    settles_at TIMESTAMP,
    adherence_known INTEGER NOT NULL,
    adherence_met INTEGER NOT NULL,
    started_at TIMESTAMP,
    completed_at TIMESTAMP,
    prompt_key UBIGINT,
    entry_id VARCHAR,
    set_passed BOOLEAN,
    line_money STRUCT(usable DECIMAL(38,12), contributed DECIMAL(38,12), rejected DECIMAL(38,12), not_selected DECIMAL(38,12), pending DECIMAL(38,12), blocked DECIMAL(38,12))[],
    line_outputs STRUCT(usable INTEGER, contributed INTEGER, rejected INTEGER, not_selected INTEGER, pending INTEGER, blocked INTEGER)[],
    verdict_counts STRUCT(usable_with_rejected_final INTEGER, audited INTEGER, escaped INTEGER, client_decided INTEGER, client_rejected INTEGER, disputed INTEGER)[],
    is_reviewed BOOLEAN,
    assumed_because VARCHAR,
    operation_assumed BOOLEAN DEFAULT(false),
    after_shutdown BOOLEAN DEFAULT(false)
);

CREATE TABLE scans (
    folder VARCHAR NOT NULL,
    "role" VARCHAR NOT NULL,
    scanned_at TIMESTAMP NOT NULL,
    files_read BIGINT NOT NULL,
    files_new BIGINT NOT NULL,
    files_updated BIGINT NOT NULL,
    files_unchanged BIGINT NOT NULL,
    files_rejected BIGINT NOT NULL,
    files_ignored BIGINT NOT NULL,
    files_gone BIGINT NOT NULL,
    ignored_suffixes VARCHAR[],
    inputs VARCHAR NOT NULL,
    "seconds" DOUBLE NOT NULL
);

CREATE TABLE schema_versions (
    "version" INTEGER,
    applied_at TIMESTAMP
);

CREATE TABLE sources (
    "source" VARCHAR NOT NULL,
    origin VARCHAR NOT NULL,
    costs_are_estimates BOOLEAN NOT NULL,
    costs_are_net BOOLEAN DEFAULT(false)
);

CREATE TABLE told_references (
    "source" VARCHAR NOT NULL,
    "ref" VARCHAR NOT NULL,
    meant_attempt VARCHAR NOT NULL,
    meant_output VARCHAR NOT NULL
);

CREATE TABLE verdict_versions (
    verdict_no BIGINT,
    content_hash UBIGINT,
    file_no INTEGER,
    line BIGINT,
    "source" VARCHAR,
    asset_ref VARCHAR,
    decision VARCHAR,
    decided_at TIMESTAMP,
    output_index BIGINT,
    stage VARCHAR,
    reason VARCHAR,
    reviewer VARCHAR,
    review_seconds DOUBLE,
    verdict_id VARCHAR,
    updated_at TIMESTAMP
);

CREATE TABLE verdicts (
    verdict_no BIGINT NOT NULL,
    content_hash UBIGINT NOT NULL,
    file_no INTEGER NOT NULL,
    line BIGINT NOT NULL,
    "source" VARCHAR NOT NULL,
    asset_ref VARCHAR NOT NULL,
    decision VARCHAR NOT NULL,
    decided_at TIMESTAMP NOT NULL,
    output_index BIGINT,
    stage VARCHAR,
    reason VARCHAR,
    reviewer VARCHAR,
    review_seconds DOUBLE,
    verdict_id VARCHAR,
    updated_at TIMESTAMP
);

INSERT INTO schema_versions VALUES (17, now()::TIMESTAMP);

COMMIT;
