-- Open briefs are watched until the moment that is asked for, and no longer until the one they were resolved at.
ALTER TABLE brief_facts DROP COLUMN observed_s;
-- Whether the costs that a source reports are less what was refunded.
ALTER TABLE sources ADD COLUMN costs_are_net BOOLEAN DEFAULT FALSE;
