-- What is assumed of a cost, or of an operation, is kept by its kind.
ALTER TABLE resolved_attempts DROP COLUMN cost_assumed;
ALTER TABLE resolved_attempts ADD COLUMN assumed_because VARCHAR;
ALTER TABLE resolved_attempts ADD COLUMN operation_assumed BOOLEAN DEFAULT FALSE;
