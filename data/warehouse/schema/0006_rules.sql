-- Figures know the rules that made them: NULL where that was not noted yet.
ALTER TABLE resolutions ADD COLUMN rules_hash VARCHAR;
