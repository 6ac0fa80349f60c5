-- Files that clients hand in. The bytes are in the folder of files, each under its hash; a row is only written once
-- they are there.

CREATE TABLE upload ( -- one file given as an answer, or as one of several
  id          TEXT PRIMARY KEY CHECK (length(id) = 26),
  client      TEXT NOT NULL REFERENCES client (id),         -- whose it is
  assignment  TEXT NOT NULL REFERENCES assignment (id),     -- what it answers,
  question    TEXT NOT NULL CHECK (question <> ''),         -- and which question there
  number      INTEGER NOT NULL CHECK (number > 0),          -- order within the question
  hash        TEXT NOT NULL CHECK (length(hash) = 64),      -- BLAKE2b-256 of the bytes, in hexadecimal: the file's name
  name        TEXT NOT NULL CHECK (name <> ''),             -- as the client called it, cleaned: only ever shown
  kind        TEXT NOT NULL CHECK (kind <> ''),             -- `pdf`, `jpg` …: checked by name and by content
  size        INTEGER NOT NULL CHECK (size > 0),            -- bytes
  uploaded_at INTEGER NOT NULL, -- when
  UNIQUE (assignment, question, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX upload_by_hash ON upload (hash);
CREATE INDEX upload_by_client ON upload (client);
CREATE TRIGGER upload_stays BEFORE UPDATE ON upload
BEGIN SELECT RAISE (ABORT, 'an upload is never changed'); END;
CREATE TRIGGER upload_remains BEFORE DELETE ON upload
WHEN EXISTS (SELECT 1 FROM assignment WHERE id = OLD.assignment AND state = 'sent')
BEGIN SELECT RAISE (ABORT, 'an upload that was sent in is never deleted'); END;
