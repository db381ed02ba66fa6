-- With which sampler, steps and the like a file says it was made: JSON, a text by each name.
ALTER TABLE media ADD COLUMN made_with VARCHAR;
