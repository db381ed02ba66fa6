-- One row per verdict that is matched anew, or came due since the moment of the stored relations.
SELECT record_no AS verdict_no FROM rematched_records WHERE record_kind = 'verdict'
UNION
SELECT verdict_no FROM verdicts WHERE decided_at > $resolved_at AND decided_at <= $as_of
