-- Evidence of use: files on disk, what is used in timelines and layouts, and which output each of them is. Times are UTC.
CREATE TABLE scans (                    -- one row per scan of a folder: the account of its files
    folder VARCHAR NOT NULL,
    role VARCHAR NOT NULL,              -- output | final | reference
    scanned_at TIMESTAMP NOT NULL,
    files_read BIGINT NOT NULL,         -- = new + updated + unchanged + rejected + ignored
    files_new BIGINT NOT NULL,
    files_updated BIGINT NOT NULL,
    files_unchanged BIGINT NOT NULL,
    files_rejected BIGINT NOT NULL,     -- cannot be read: media.problem says why
    files_ignored BIGINT NOT NULL,      -- no media: by suffix
    files_gone BIGINT NOT NULL,         -- seen before, and no longer there
    ignored_suffixes VARCHAR[],
    inputs VARCHAR NOT NULL,            -- what else matching rests on: the same again changes nothing
    seconds DOUBLE NOT NULL
);

CREATE TABLE media (                    -- one row per file that was ever seen in a scanned folder
    path VARCHAR NOT NULL,
    folder VARCHAR NOT NULL,            -- the scanned folder it lies in
    role VARCHAR NOT NULL,
    bytes BIGINT NOT NULL,
    modified_ns BIGINT NOT NULL,        -- as the file system says it
    modified_at TIMESTAMP NOT NULL,
    dated_at TIMESTAMP NOT NULL,        -- the end of the day in its folder's name, else when it was last changed
    reader_version BIGINT NOT NULL,     -- of the code that read it
    first_seen_at TIMESTAMP NOT NULL,
    gone_at TIMESTAMP,                  -- when a scan no longer found it
    problem VARCHAR,                    -- why it cannot be read; all below is NULL then
    sha256 VARCHAR,
    kind VARCHAR,                       -- image | video | audio | document
    width INTEGER,
    height INTEGER,
    seconds DOUBLE,
    frame_rate DOUBLE,
    codec VARCHAR,
    colour_mode VARCHAR,
    bit_depth INTEGER,
    profile VARCHAR,
    has_alpha BOOLEAN,
    has_audio BOOLEAN,
    generator VARCHAR,
    model VARCHAR,                      -- as the generator calls it
    embedded_ids VARCHAR[],
    prompt_sha256 VARCHAR,
    seed VARCHAR,
    provenance VARCHAR,                 -- c2pa | aigc_label | iptc | metadata | none
    is_labelled_generated BOOLEAN,
    fingerprint BLOB,
    notes VARCHAR[]                     -- what could not be read for certain, a sentence each
);

CREATE TABLE media_uses (               -- one row per medium placed in a container that is still there
    container VARCHAR NOT NULL,         -- the path of the timeline, project, layered file, layout or picture
    container_name VARCHAR NOT NULL,    -- of the sequence, where it has several
    container_kind VARCHAR NOT NULL,    -- timeline | project | layered | layout | picture
    is_newest BOOLEAN NOT NULL,         -- whether no later version of the container is known
    used_at TIMESTAMP NOT NULL,         -- when the container was last changed
    media_ref VARCHAR NOT NULL,         -- as it is written there
    media_sha256 VARCHAR,
    media_ids VARCHAR[],
    fingerprint BLOB,
    track VARCHAR,
    enabled BOOLEAN NOT NULL,
    seconds_used DOUBLE,                -- of the medium's own; NULL for a still, and where it is not known
    source_start_s DOUBLE,
    source_end_s DOUBLE,
    is_on_screen BOOLEAN,
    found_path VARCHAR,                 -- the media file it is, where one was found
    source VARCHAR,                     -- the output it is, where that is certain
    source_id VARCHAR,
    output_index INTEGER
);

CREATE TABLE media_matches (            -- one row per file's content and output that it is, or may be
    media_sha256 VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    source_id VARCHAR NOT NULL,
    output_index INTEGER NOT NULL,
    found_by VARCHAR NOT NULL,          -- hash | embedded_id | address | file_name | fingerprint | part | layout | lineage | person
    confidence VARCHAR NOT NULL,        -- certain | possible
    distance INTEGER,                   -- of 256, by fingerprint
    margin INTEGER                      -- to the best of another picture
);

CREATE TABLE media_compared (           -- one row per final whose picture was compared: what came of it, so as not to do it again
    media_sha256 VARCHAR NOT NULL,
    among VARCHAR NOT NULL,             -- which pictures it was compared with
    found_by VARCHAR NOT NULL,          -- fingerprint | part | layout
    certainty VARCHAR NOT NULL,         -- certain | possible | none
    output_sha256 VARCHAR[] NOT NULL,   -- the contents that it shows, or may show, the nearest first
    distance INTEGER,
    margin INTEGER
);

CREATE TABLE asset_uses (               -- one row per output that is usable, or that a file or a place in a container shows
    attempt_no BIGINT NOT NULL,
    output_index INTEGER NOT NULL,
    is_usable BOOLEAN NOT NULL,
    is_used BOOLEAN NOT NULL,           -- found in finals, or placed in the newest container of a name
    is_usable_by_use BOOLEAN NOT NULL,  -- usable, and no person decided so
    is_never_used BOOLEAN,              -- NULL: it may still be, or nothing is known of where such work is used
    is_used_unreviewed BOOLEAN NOT NULL,
    is_conflict BOOLEAN NOT NULL,       -- a person's decision says otherwise than its use
    first_used_at TIMESTAMP,
    first_use_s DOUBLE,                 -- from its completion
    used_seconds DOUBLE,                -- seconds of its own that are used, each once; NULL: none known
    clip_seconds DOUBLE,                -- its length, of usable clips
    final_meets_size BOOLEAN,           -- NULL: no final of it, or no size asked for
    enlarged_by DOUBLE,                 -- how much longer the final's longer side is than its own
    has_friction BOOLEAN                -- whether its file is not what is to be delivered; NULL: not known
);
