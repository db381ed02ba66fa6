-- A default that nobody said is NULL, so that one that was said can correct what was said before. Until now the two
-- looked alike: a stored default is taken for one that nobody said, as it was.
ALTER TABLE attempts ALTER COLUMN n_requested DROP NOT NULL;
ALTER TABLE verdicts ALTER COLUMN stage DROP NOT NULL;
ALTER TABLE ledger_entries ALTER COLUMN promotional DROP NOT NULL;
ALTER TABLE attempts ADD COLUMN seen_at TIMESTAMP;          -- when the answer was seen: the latest that a time equal to it can have been
ALTER TABLE attempt_versions ADD COLUMN seen_at TIMESTAMP;
ALTER TABLE verdicts ADD COLUMN updated_at TIMESTAMP;
ALTER TABLE verdict_versions ADD COLUMN updated_at TIMESTAMP;
ALTER TABLE ledger_entries ADD COLUMN updated_at TIMESTAMP;
ALTER TABLE ledger_entry_versions ADD COLUMN updated_at TIMESTAMP;
UPDATE attempts SET n_requested = NULL WHERE n_requested = 1;
UPDATE attempt_versions SET n_requested = NULL WHERE n_requested = 1;
UPDATE verdicts SET stage = NULL WHERE stage = 'qc';
UPDATE verdict_versions SET stage = NULL WHERE stage = 'qc';
UPDATE ledger_entries SET promotional = NULL WHERE NOT promotional;
UPDATE ledger_entry_versions SET promotional = NULL WHERE NOT promotional;

-- An id of a verdict or an entry counts together with what it names, and verdicts of different moments without an id
-- stay apart: versions that were merged across that become records of their own. The first keeps the number.
CREATE TEMP TABLE verdicts_apart AS
WITH keyed AS (
    SELECT
        *,
        row_number() OVER (
            PARTITION BY verdict_no
            ORDER BY decided_at DESC, decision <> 'rejected', decision <> 'needs_edit', content_hash
        ) AS place,
        hash(
            asset_ref, output_index,
            CASE WHEN verdict_id IS NULL THEN (coalesce(stage, 'qc'), lower(trim(reviewer)), decided_at) END
        ) AS key_hash
    FROM verdict_versions
),

grouped AS (
    SELECT *, min(place) OVER (PARTITION BY verdict_no, key_hash) AS grp FROM keyed
)

SELECT
    * EXCLUDE (key_hash, grp)
        REPLACE (
            CASE
                WHEN grp = 1 THEN verdict_no
                ELSE (SELECT max(verdict_no) FROM verdicts) + dense_rank() OVER (ORDER BY verdict_no, grp)
            END AS verdict_no
        ),
    count(*) OVER (PARTITION BY verdict_no, grp) AS n_versions,
    first_value(decision) OVER (PARTITION BY verdict_no, grp ORDER BY place) AS best
FROM grouped;

DELETE FROM verdicts WHERE verdict_no IN (SELECT verdict_no FROM verdict_versions);
DELETE FROM verdict_versions;
INSERT INTO verdict_versions BY NAME SELECT * EXCLUDE (place, n_versions, best) FROM verdicts_apart WHERE n_versions > 1;
INSERT INTO verdicts BY NAME
SELECT
    verdict_no, 0 AS content_hash, min(file_no) AS file_no,
    arg_min(line, struct_pack(f := file_no, l := line)) AS line,
    any_value(source) AS source, any_value(asset_ref) AS asset_ref, arg_min(decision, place) AS decision,
    arg_min(decided_at, place) AS decided_at, any_value(output_index) AS output_index,
    arg_min(stage, place) AS stage, arg_min(reason, place) FILTER (decision = best) AS reason,
    arg_min(reviewer, place) AS reviewer, arg_min(review_seconds, place) AS review_seconds,
    any_value(verdict_id) AS verdict_id
FROM verdicts_apart
GROUP BY verdict_no;
DROP TABLE verdicts_apart;

CREATE TEMP TABLE entries_apart AS
WITH keyed AS (
    SELECT
        *,
        row_number() OVER (
            PARTITION BY entry_no ORDER BY promotional NULLS LAST, money DESC NULLS LAST, content_hash
        ) AS place
    FROM ledger_entry_versions
),

grouped AS (
    SELECT *, min(place) OVER (PARTITION BY entry_no, account) AS grp FROM keyed
)

SELECT
    * EXCLUDE (grp)
        REPLACE (
            CASE
                WHEN grp = 1 THEN entry_no
                ELSE (SELECT max(entry_no) FROM ledger_entries) + dense_rank() OVER (ORDER BY entry_no, grp)
            END AS entry_no
        ),
    count(*) OVER (PARTITION BY entry_no, grp) AS n_versions
FROM grouped;

DELETE FROM ledger_entries WHERE entry_no IN (SELECT entry_no FROM ledger_entry_versions);
DELETE FROM ledger_entry_versions;
INSERT INTO ledger_entry_versions BY NAME SELECT * EXCLUDE (place, n_versions) FROM entries_apart WHERE n_versions > 1;
INSERT INTO ledger_entries BY NAME
SELECT
    entry_no, 0 AS content_hash, min(file_no) AS file_no,
    arg_min(line, struct_pack(f := file_no, l := line)) AS line,
    any_value(source) AS source, any_value(account) AS account, arg_min(kind, place) AS kind,
    arg_min("at", place) AS "at", arg_min(credits, place) AS credits, arg_min(money, place) AS money,
    arg_min(currency, place) AS currency, arg_min(expires_at, place) AS expires_at,
    arg_min(promotional, place) AS promotional, arg_min(attempt_ref, place) AS attempt_ref,
    any_value(entry_id) AS entry_id
FROM entries_apart
GROUP BY entry_no;
DROP TABLE entries_apart;

-- The hash covers the logged columns, of which there are more now.
UPDATE attempts SET content_hash = hash(
    source, source_id, submitted_at, status, operation_id, brief_id, client, project, campaign, team, "user", tier,
    operation, channel, provider, model, variant, prompt_sha256, prompt_chars, prompt, seed, requested_width,
    requested_height, requested_seconds, n_requested, n_outputs, output_uris, parent_asset_ids, started_at,
    completed_at, latency_s, queue_s, cache_hit, raw_status, error_code, provider_request_id, tokens_text_in,
    tokens_image_in, tokens_text_out, tokens_image_out, tokens_video_out, tokens_thinking, units, unit,
    reported_cost, currency, credits, account, updated_at, tags, seen_at
);
UPDATE attempt_versions SET content_hash = hash(
    source, source_id, submitted_at, status, operation_id, brief_id, client, project, campaign, team, "user", tier,
    operation, channel, provider, model, variant, prompt_sha256, prompt_chars, prompt, seed, requested_width,
    requested_height, requested_seconds, n_requested, n_outputs, output_uris, parent_asset_ids, started_at,
    completed_at, latency_s, queue_s, cache_hit, raw_status, error_code, provider_request_id, tokens_text_in,
    tokens_image_in, tokens_text_out, tokens_image_out, tokens_video_out, tokens_thinking, units, unit,
    reported_cost, currency, credits, account, updated_at, tags, seen_at
);
UPDATE verdicts SET content_hash = hash(
    source, asset_ref, decision, decided_at, output_index, stage, reason, reviewer, review_seconds, verdict_id,
    updated_at
);
UPDATE verdict_versions SET content_hash = hash(
    source, asset_ref, decision, decided_at, output_index, stage, reason, reviewer, review_seconds, verdict_id,
    updated_at
);
UPDATE ledger_entries SET content_hash = hash(
    source, account, kind, "at", credits, money, currency, expires_at, promotional, attempt_ref, entry_id, updated_at
);
UPDATE ledger_entry_versions SET content_hash = hash(
    source, account, kind, "at", credits, money, currency, expires_at, promotional, attempt_ref, entry_id, updated_at
);

-- Where a file lay tells another reading of it from that of a copy; NULL: piped in, or loaded before this step.
ALTER TABLE files ADD COLUMN place VARCHAR;
-- References of records that came apart are matched anew.
UPDATE resolutions SET settings_hash = '';
