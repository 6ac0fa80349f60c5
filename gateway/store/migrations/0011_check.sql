-- What a column may hold is said by comparisons. For a list of three words and more SQLite makes a table each time a
-- row is written, which took half of the work of sending a questionnaire in. What may be held is the same as before.

DROP TRIGGER upload_remains; -- it names assignment

CREATE TABLE assignment_compared ( -- a questionnaire sent to a client
  id         TEXT PRIMARY KEY CHECK (length(id) = 26),
  client     TEXT NOT NULL REFERENCES client (id), -- who is asked
  definition TEXT NOT NULL CHECK (definition <> ''), -- which questionnaire
  version    TEXT, -- the one that the draft was begun with; NULL before: then the published one is shown
  state      TEXT NOT NULL
    CHECK (state = 'todo' OR state = 'in_progress' OR state = 'sent'), -- only ever moves to the right
  revision   INTEGER NOT NULL CHECK (revision >= 0), -- counts what was saved: a submission is of one revision
  created_at INTEGER NOT NULL, -- when it was sent to the client
  created_by TEXT REFERENCES member (id), -- by whom; NULL: by the administrator's command
  saved_at   INTEGER, -- last time an answer was saved
  sent_at    INTEGER, -- when the answers were sent in
  FOREIGN KEY (definition, version) REFERENCES definition (id, version),
  CHECK (state = 'todo' OR version IS NOT NULL),
  CHECK ((state = 'sent') = (sent_at IS NOT NULL))
) STRICT, WITHOUT ROWID;

INSERT INTO assignment_compared
  (id, client, definition, version, state, revision, created_at, created_by, saved_at, sent_at)
SELECT id, client, definition, version, state, revision, created_at, created_by, saved_at, sent_at FROM assignment;

DROP TABLE assignment;
ALTER TABLE assignment_compared RENAME TO assignment;
CREATE INDEX assignment_by_client ON assignment (client, created_at);
-- One open draft for each client and questionnaire, however often it is sent or clicked.
CREATE UNIQUE INDEX assignment_open ON assignment (client, definition) WHERE state <> 'sent';

CREATE TRIGGER upload_remains BEFORE DELETE ON upload
WHEN EXISTS (SELECT 1 FROM assignment WHERE id = OLD.assignment AND state = 'sent')
BEGIN SELECT RAISE (ABORT, 'an upload that was sent in is never deleted'); END;

CREATE TABLE profile_compared ( -- one conclusion about one client
  client     TEXT NOT NULL REFERENCES client (id), -- about whom
  number     INTEGER NOT NULL CHECK (number > 0), -- 1, 2, 3 … for each client
  origin     TEXT NOT NULL
    CHECK (origin = 'questionnaire' OR origin = 'manual' OR origin = 'remote'), -- on site, by hand, from the space
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

INSERT INTO profile_compared
  (client, number, origin, submission, definition, version, levels, reason, author, at, previous, hash)
SELECT client, number, origin, submission, definition, version, levels, reason, author, at, previous, hash FROM profile;

DROP TABLE profile;
ALTER TABLE profile_compared RENAME TO profile;
CREATE TRIGGER profile_stays BEFORE UPDATE ON profile
BEGIN SELECT RAISE (ABORT, 'a profile is never changed'); END;
CREATE TRIGGER profile_remains BEFORE DELETE ON profile
BEGIN SELECT RAISE (ABORT, 'a profile is never deleted'); END;

CREATE TABLE outbox_compared ( -- mails that must go out: each row is written in the transaction of the event that causes it
  id         TEXT PRIMARY KEY CHECK (length(id) = 26),
  message_id TEXT NOT NULL, -- the header, with its angle brackets: the same at every attempt
  kind       TEXT NOT NULL CHECK (kind <> ''), -- which message: `activation`, `reset`, `result` …
  recipient  TEXT NOT NULL CHECK (recipient <> ''), -- the envelope's only one
  mime       BLOB NOT NULL, -- the whole message, CRLF, 7-bit; emptied once it was accepted
  state      TEXT NOT NULL -- failed: given up
    CHECK (state = 'waiting' OR state = 'sending' OR state = 'sent' OR state = 'failed'),
  attempts   INTEGER NOT NULL CHECK (attempts >= 0), -- begun so far
  next_at    INTEGER NOT NULL, -- not tried before
  created_at INTEGER NOT NULL, -- when it was put in
  ended_at   INTEGER, -- when it was accepted or given up
  last_error TEXT NOT NULL, -- what the server said last, or empty
  token      BLOB REFERENCES token (hash), -- the link inside, whose lifetime begins with acceptance; or NULL
  submission TEXT REFERENCES submission (id), -- what it tells of, and `mime` is empty until it is first given to the
                                              -- courier; NULL: it was put in whole
  name       TEXT NOT NULL, -- of whom it is to, when it is composed then
  language   TEXT NOT NULL, -- likewise
  CHECK ((state = 'sent' OR state = 'failed') = (ended_at IS NOT NULL))
) STRICT;

INSERT INTO outbox_compared
  (id, message_id, kind, recipient, mime, state, attempts, next_at, created_at, ended_at, last_error, token, submission,
   name, language)
SELECT id, message_id, kind, recipient, mime, state, attempts, next_at, created_at, ended_at, last_error, token,
  submission, name, language
FROM outbox;

DROP TABLE outbox;
ALTER TABLE outbox_compared RENAME TO outbox;
CREATE INDEX outbox_due ON outbox (next_at) WHERE state = 'waiting';
-- While no mail server can be reached only what was tried before is looked for.
CREATE INDEX outbox_due_again ON outbox (next_at) WHERE state = 'waiting' AND attempts > 0;
