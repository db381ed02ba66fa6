-- One row per asset sent into an assembly tool up to the moment, with the seconds from completion to arrival.
SELECT
    h.handover_no, m.attempt_no, m.output_index, h.destination, h.handed_over_at,
    CASE WHEN h.arrived_at <= $as_of AND h.arrived_at >= f.completed_at
        THEN seconds_between(f.completed_at, h.arrived_at)
    END AS handover_s,
    h.ok
FROM resolved_handovers AS h
LEFT JOIN {target}.reference_matches AS m
    ON m.record_kind = 'handover' AND m.record_no = h.handover_no AND m.state = 'matched'
LEFT JOIN {target}.attempt_facts AS f ON f.attempt_no = m.attempt_no
WHERE h.handed_over_at <= $as_of
