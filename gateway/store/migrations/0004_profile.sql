-- What was concluded about clients, and what was done by whom: two histories that only ever grow. Each row carries
-- the hash of the one before it, so that nothing can be changed or taken out unseen.

CREATE TABLE profile ( -- one conclusion about one client
  client     TEXT NOT NULL REFERENCES client (id), -- about whom
  number     INTEGER NOT NULL CHECK (number > 0), -- 1, 2, 3 … for each client
  origin     TEXT NOT NULL CHECK (origin IN ('questionnaire', 'manual', 'remote')), -- on site, by hand, from the space
  submission TEXT REFERENCES submission (id), -- the answers; NULL when by hand
  definition TEXT NOT NULL, -- whose results and levels they are,
  version    TEXT NOT NULL, -- in which version
  levels     TEXT NOT NULL CHECK (levels <> ''), -- as submission.levels
  reason     TEXT NOT NULL CHECK (origin <> 'manual' OR reason <> ''), -- given by the author when by hand
  author     TEXT REFERENCES member (id), -- NULL: the client
  at         INTEGER NOT NULL, -- when
  previous   BLOB NOT NULL CHECK (length(previous) = 32), -- hash of the client's row before; zeros for the first
  hash       BLOB NOT NULL CHECK (length(hash) = 32), -- BLAKE2b-256 of previous, all columns, and submission.digest
  PRIMARY KEY (client, number),
  CHECK ((origin = 'manual') = (submission IS NULL)),
  FOREIGN KEY (definition, version) REFERENCES definition (id, version)
) STRICT;
CREATE TRIGGER profile_stays BEFORE UPDATE ON profile
BEGIN SELECT RAISE (ABORT, 'a profile is never changed'); END;
CREATE TRIGGER profile_remains BEFORE DELETE ON profile
BEGIN SELECT RAISE (ABORT, 'a profile is never deleted'); END;

CREATE TABLE event ( -- who did what, when: ids only, no names
  number   INTEGER PRIMARY KEY, -- 1, 2, 3 …
  at       INTEGER NOT NULL, -- when
  actor    TEXT NOT NULL,    -- id of a client or member; empty: the program, or the administrator's command
  action   TEXT NOT NULL CHECK (action <> ''), -- `profile`, `sign_in`, `password`, …
  subject  TEXT NOT NULL,    -- id of what it was done to
  detail   TEXT NOT NULL,    -- for `profile` its hash in hexadecimal; else a word, or empty
  previous BLOB NOT NULL CHECK (length(previous) = 32), -- hash of the row before; zeros for the first
  hash     BLOB NOT NULL CHECK (length(hash) = 32)      -- BLAKE2b-256 of previous and all columns
) STRICT;
CREATE TRIGGER event_stays BEFORE UPDATE ON event
BEGIN SELECT RAISE (ABORT, 'an event is never changed'); END;
CREATE TRIGGER event_remains BEFORE DELETE ON event
BEGIN SELECT RAISE (ABORT, 'an event is never deleted'); END;
