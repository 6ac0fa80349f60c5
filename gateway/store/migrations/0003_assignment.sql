-- Questionnaires sent to clients, what they type, and what they send in.

CREATE TABLE assignment ( -- a questionnaire sent to a client
  id         TEXT PRIMARY KEY CHECK (length(id) = 26),
  client     TEXT NOT NULL REFERENCES client (id), -- who is asked
  definition TEXT NOT NULL CHECK (definition <> ''), -- which questionnaire
  version    TEXT, -- the one that the draft was begun with; NULL before: then the published one is shown
  state      TEXT NOT NULL CHECK (state IN ('todo', 'in_progress', 'sent')), -- only ever moves to the right
  revision   INTEGER NOT NULL CHECK (revision >= 0), -- counts what was saved: a submission is of one revision
  created_at INTEGER NOT NULL, -- when it was sent to the client
  created_by TEXT REFERENCES member (id), -- by whom; NULL: by the administrator's command
  saved_at   INTEGER, -- last time an answer was saved
  sent_at    INTEGER, -- when the answers were sent in
  FOREIGN KEY (definition, version) REFERENCES definition (id, version),
  CHECK (state = 'todo' OR version IS NOT NULL),
  CHECK ((state = 'sent') = (sent_at IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX assignment_by_client ON assignment (client, created_at);
-- One open draft for each client and questionnaire, however often it is sent or clicked.
CREATE UNIQUE INDEX assignment_open ON assignment (client, definition) WHERE state <> 'sent';

CREATE TABLE draft_answer ( -- what stands in a question's fields, even when it is wrong; gone when sent in
  assignment TEXT NOT NULL REFERENCES assignment (id), -- which draft
  question   TEXT NOT NULL CHECK (question <> ''), -- the question's id
  texts      TEXT NOT NULL, -- its fields as typed, one a line: of `many` one for each tick, of a date three
  PRIMARY KEY (assignment, question)
) STRICT, WITHOUT ROWID;

CREATE TABLE draft_point ( -- the points that were saved at least once: one without required questions is then done
  assignment TEXT NOT NULL REFERENCES assignment (id), -- which draft
  point      INTEGER NOT NULL CHECK (point >= 0), -- its index
  PRIMARY KEY (assignment, point)
) STRICT, WITHOUT ROWID;

CREATE TABLE submission ( -- answers sent in; never changed
  id         TEXT PRIMARY KEY CHECK (length(id) = 26), -- that of the assignment or public_submission: sent but once
  reference  TEXT NOT NULL UNIQUE CHECK (length(reference) = 11), -- for people: P-7K3M-92QD
  assignment TEXT REFERENCES assignment (id), -- what it answers; NULL: a public questionnaire
  client     TEXT REFERENCES client (id), -- whose answers; NULL: a visitor's
  email      TEXT NOT NULL, -- the visitor's, confirmed; else empty
  definition TEXT NOT NULL, -- what was answered,
  version    TEXT NOT NULL, -- in which version
  wording    TEXT NOT NULL, -- and in which words
  language   TEXT NOT NULL, -- that was read
  day        INTEGER NOT NULL, -- `today` of the scoring: days since 1970-01-01
  answers    TEXT NOT NULL, -- canonical, a line `question=answer` for each one given, in order of the questionnaire
  hidden     TEXT NOT NULL, -- likewise, those given to questions that are not asked: not part of the submission
  levels     TEXT NOT NULL, -- what came out, a line `result=level score base` for each result
  alerts     TEXT NOT NULL, -- the checks that were raised, a line `severity line` each
  steps      TEXT NOT NULL, -- the explanation: every step of the scoring, one a line
  withheld   INTEGER NOT NULL CHECK (withheld IN (0, 1)), -- the client sees the result only after the adviser has
  author     TEXT REFERENCES member (id), -- who filled it in with the client; NULL: the client or visitor
  sent_at    INTEGER NOT NULL, -- when
  digest     BLOB NOT NULL CHECK (length(digest) = 32), -- BLAKE2b-256 of all the above
  FOREIGN KEY (definition, version, wording) REFERENCES definition_wording (definition, version, wording),
  CHECK ((client IS NULL) = (assignment IS NULL) AND (client IS NULL) = (email <> '')),
  CHECK (assignment IS NULL OR assignment = id)
) STRICT;
CREATE INDEX submission_by_client ON submission (client, sent_at);
CREATE TRIGGER submission_stays BEFORE UPDATE ON submission
BEGIN SELECT RAISE (ABORT, 'a submission is never changed'); END;
CREATE TRIGGER submission_remains BEFORE DELETE ON submission
BEGIN SELECT RAISE (ABORT, 'a submission is never deleted'); END;

CREATE TABLE public_submission ( -- a visitor's answers, waiting for the e-mail address to be confirmed
  id         TEXT PRIMARY KEY CHECK (length(id) = 26),
  key        TEXT NOT NULL UNIQUE, -- the form's: sending it twice keeps one
  token      BLOB NOT NULL UNIQUE CHECK (length(token) = 32), -- BLAKE2b-256 of the mailed link's token
  email      TEXT NOT NULL CHECK (email <> ''), -- to be confirmed
  definition TEXT NOT NULL, -- what was answered,
  version    TEXT NOT NULL, -- in which version
  wording    TEXT NOT NULL, -- and in which words
  language   TEXT NOT NULL, -- that was read
  answers    TEXT NOT NULL, -- as submission.answers, those to questions that are not asked too; emptied when confirmed
  created_at INTEGER NOT NULL, -- when
  expires_at INTEGER NOT NULL, -- not confirmed by then: swept away
  submission TEXT REFERENCES submission (id), -- what it became
  FOREIGN KEY (definition, version, wording) REFERENCES definition_wording (definition, version, wording)
) STRICT, WITHOUT ROWID;
CREATE INDEX public_submission_by_age ON public_submission (expires_at);
