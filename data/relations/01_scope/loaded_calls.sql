-- One row per attempt that loaded rows change: itself, one of its assets, or another row of the same call.
WITH loaded AS (
    SELECT attempt_no FROM loaded_attempts
    UNION
    SELECT a.attempt_no
    FROM assets AS s
    JOIN attempts AS a ON a.source = s.source AND a.source_id = s.attempt_id
    WHERE s.asset_no IN (SELECT record_no FROM loaded_references WHERE record_kind = 'asset')
),

requests AS (
    SELECT DISTINCT provider_request_id
    FROM attempts
    WHERE provider_request_id IS NOT NULL AND attempt_no IN (SELECT attempt_no FROM loaded)
),

leads AS (
    SELECT lead_attempt_no
    FROM {stored}.merged_attempts
    WHERE attempt_no IN (SELECT attempt_no FROM loaded) OR lead_attempt_no IN (SELECT attempt_no FROM loaded)
)

SELECT attempt_no FROM loaded
UNION
SELECT a.attempt_no FROM attempts AS a JOIN requests AS r ON r.provider_request_id = a.provider_request_id
UNION
SELECT lead_attempt_no FROM leads
UNION
SELECT m.attempt_no FROM {stored}.merged_attempts AS m JOIN leads AS l ON l.lead_attempt_no = m.lead_attempt_no
