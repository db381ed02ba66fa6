-- One row per handover to be told anew: it was loaded or came due, or its asset changed.
SELECT record_no AS handover_no FROM loaded_references WHERE record_kind = 'handover'
UNION
SELECT record_no FROM rematched_records WHERE record_kind = 'handover'
UNION
SELECT handover_no
FROM handovers
WHERE (handed_over_at > $resolved_at AND handed_over_at <= $as_of)
    OR (arrived_at > $resolved_at AND arrived_at <= $as_of)
UNION
SELECT record_no
FROM {target}.reference_matches
WHERE record_kind = 'handover' AND attempt_no IN (SELECT attempt_no FROM scope)
