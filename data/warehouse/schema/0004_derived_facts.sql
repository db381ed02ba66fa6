-- What follows from columns beside it is told by the view `attempt_facts` (data/warehouse/views); a stored column costs every
-- load.
ALTER TABLE resolved_attempts ADD COLUMN set_passed BOOLEAN;
UPDATE resolved_attempts SET set_passed = sets_passed > 0 WHERE sets_asked > 0;
ALTER TABLE resolved_attempts DROP COLUMN sets_asked;
ALTER TABLE resolved_attempts DROP COLUMN sets_passed;
ALTER TABLE resolved_attempts DROP COLUMN is_breakage;
ALTER TABLE resolved_attempts DROP COLUMN outputs_delivered;
ALTER TABLE resolved_attempts DROP COLUMN latency_s;
ALTER TABLE resolved_attempts DROP COLUMN queue_s;
ALTER TABLE resolved_attempts DROP COLUMN render_s;
ALTER TABLE resolved_attempts DROP COLUMN latency_negative;
