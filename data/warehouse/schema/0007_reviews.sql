-- Silence means something only where work is reviewed.
ALTER TABLE resolved_attempts ADD COLUMN is_reviewed BOOLEAN;
