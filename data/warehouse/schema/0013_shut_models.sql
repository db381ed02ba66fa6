-- Whether a call was submitted when its channel served the model no more.
ALTER TABLE resolved_attempts ADD COLUMN after_shutdown BOOLEAN DEFAULT FALSE;
