-- What people said of records that no log tells, as their journals beside the warehouse have it.

-- For whom work was: one row per part of a log that stands for a client or a project.
CREATE TABLE named_work (
    source VARCHAR NOT NULL,
    part VARCHAR NOT NULL,              -- folder, account, user, or source: all of the log
    named VARCHAR NOT NULL,             -- which; '' of all of the log
    client VARCHAR,
    project VARCHAR
);

-- One row per reference of a review source that was said to mean an output.
CREATE TABLE told_references (
    source VARCHAR NOT NULL,
    ref VARCHAR NOT NULL,
    meant_attempt VARCHAR NOT NULL,     -- as references name it: source and id
    meant_output VARCHAR NOT NULL       -- the same, and which of its outputs
);
