-- What was loaded, as it was logged. Times are UTC; NULL is "not known". `*_no` are local row numbers,
-- `content_hash` covers the logged fields of the row, `file_no` and `line` say where it was first seen.

CREATE TABLE files (
    file_no INTEGER NOT NULL,
    file VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL,
    bytes BIGINT NOT NULL,
    map_hash VARCHAR NOT NULL,          -- '' for a built-in source
    map_toml VARCHAR,                   -- the map as given, so that a replay can use it
    reader_version INTEGER NOT NULL,
    loaded_at TIMESTAMP NOT NULL,
    records_read BIGINT NOT NULL,       -- = new + updated + unchanged + rejected + ignored
    records_new BIGINT NOT NULL,
    records_updated BIGINT NOT NULL,
    records_unchanged BIGINT NOT NULL,
    records_rejected BIGINT NOT NULL,
    records_ignored BIGINT NOT NULL,
    seconds DOUBLE NOT NULL
);

CREATE TABLE ignored_records (          -- one row per file and reason
    file_no INTEGER NOT NULL,
    reason VARCHAR NOT NULL,
    records BIGINT NOT NULL
);

CREATE TABLE quarantine (               -- one row per rejected record
    quarantine_no BIGINT NOT NULL,
    file_no INTEGER NOT NULL,
    line BIGINT NOT NULL,               -- physical line, row or item in the file, from 1
    reason VARCHAR NOT NULL,
    raw BLOB NOT NULL,
    raw_bytes BIGINT NOT NULL,          -- length of the record; more than `raw` holds when it was cut
    replayed_at TIMESTAMP
);

CREATE TABLE sources (                  -- one row per `source` that any record names
    source VARCHAR NOT NULL,
    origin VARCHAR NOT NULL,            -- provider | gateway | studio: who leads when one call is logged twice
    costs_are_estimates BOOLEAN NOT NULL -- its 0 for a failure means "not known"
);

CREATE TABLE attempts (
    attempt_no BIGINT NOT NULL,
    content_hash UBIGINT NOT NULL,
    file_no INTEGER NOT NULL,
    line BIGINT NOT NULL,
    source VARCHAR NOT NULL,
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
    n_requested BIGINT NOT NULL,
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
    units DECIMAL(38, 12),
    unit VARCHAR,
    reported_cost DECIMAL(38, 12),
    currency VARCHAR,
    credits DECIMAL(38, 12),
    account VARCHAR,
    updated_at TIMESTAMP,
    tags VARCHAR[]
);

CREATE TABLE assets (
    asset_no BIGINT NOT NULL,
    content_hash UBIGINT NOT NULL,
    file_no INTEGER NOT NULL,
    line BIGINT NOT NULL,
    source VARCHAR NOT NULL,
    attempt_id VARCHAR NOT NULL,
    output_index BIGINT NOT NULL,
    asset_id VARCHAR,
    uri VARCHAR,
    file_name VARCHAR,
    sha256 VARCHAR,
    mime VARCHAR,
    width BIGINT,
    height BIGINT,
    seconds DOUBLE,
    blocked BOOLEAN,
    weight DECIMAL(38, 12),
    parent_asset_ids VARCHAR[]
);

CREATE TABLE verdicts (
    verdict_no BIGINT NOT NULL,
    content_hash UBIGINT NOT NULL,
    file_no INTEGER NOT NULL,
    line BIGINT NOT NULL,
    source VARCHAR NOT NULL,
    asset_ref VARCHAR NOT NULL,
    decision VARCHAR NOT NULL,
    decided_at TIMESTAMP NOT NULL,
    output_index BIGINT,
    stage VARCHAR NOT NULL,
    reason VARCHAR,
    reviewer VARCHAR,
    review_seconds DOUBLE,
    verdict_id VARCHAR
);

CREATE TABLE ledger_entries (
    entry_no BIGINT NOT NULL,
    content_hash UBIGINT NOT NULL,
    file_no INTEGER NOT NULL,
    line BIGINT NOT NULL,
    source VARCHAR NOT NULL,
    account VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    "at" TIMESTAMP NOT NULL,
    credits DECIMAL(38, 12),
    money DECIMAL(38, 12),
    currency VARCHAR,
    expires_at TIMESTAMP,
    promotional BOOLEAN NOT NULL,
    attempt_ref VARCHAR,
    entry_id VARCHAR
);

CREATE TABLE handovers (
    handover_no BIGINT NOT NULL,
    content_hash UBIGINT NOT NULL,
    file_no INTEGER NOT NULL,
    line BIGINT NOT NULL,
    source VARCHAR NOT NULL,
    asset_ref VARCHAR NOT NULL,
    destination VARCHAR NOT NULL,
    handed_over_at TIMESTAMP NOT NULL,
    arrived_at TIMESTAMP,
    ok BOOLEAN,
    note VARCHAR
);

CREATE TABLE labour (
    labour_no BIGINT NOT NULL,
    content_hash UBIGINT NOT NULL,
    file_no INTEGER NOT NULL,
    line BIGINT NOT NULL,
    source VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    minutes DECIMAL(38, 12) NOT NULL,
    "at" TIMESTAMP NOT NULL,
    person VARCHAR,
    brief_id VARCHAR,
    asset_ref VARCHAR,
    project VARCHAR
);

-- Every distinct version of a record that was logged more than once with different content. Such a
-- record is merged from all of its versions, so the order of loading cannot matter. Records with a
-- single version have no row here.
CREATE TABLE attempt_versions AS FROM attempts LIMIT 0;
CREATE TABLE asset_versions AS FROM assets LIMIT 0;
CREATE TABLE verdict_versions AS FROM verdicts LIMIT 0;
CREATE TABLE ledger_entry_versions AS FROM ledger_entries LIMIT 0;
CREATE TABLE handover_versions AS FROM handovers LIMIT 0;
CREATE TABLE labour_versions AS FROM labour LIMIT 0;
