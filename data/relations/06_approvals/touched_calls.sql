-- One row per call whose outputs may have different fates: some were judged, used, or described one by one.
-- The outputs of all others share what time decides, and their whole cost.
SELECT attempt_no FROM standing_decisions
UNION
SELECT attempt_no FROM used_outputs
UNION
SELECT attempt_no FROM turned_down
UNION
SELECT attempt_no FROM described_attempts WHERE n_blocked > 0 OR is_weighted
