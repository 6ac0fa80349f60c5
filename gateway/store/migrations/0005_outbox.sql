-- Mails that must go out: each row is written in the transaction of the event that causes it.

CREATE TABLE outbox (
  id         TEXT PRIMARY KEY CHECK (length(id) = 26),
  message_id TEXT NOT NULL, -- the header, with its angle brackets: the same at every attempt
  kind       TEXT NOT NULL CHECK (kind <> ''), -- which message: `activation`, `reset`, `result` …
  recipient  TEXT NOT NULL CHECK (recipient <> ''), -- the envelope's only one
  mime       BLOB NOT NULL, -- the whole message, CRLF, 7-bit; emptied once it was accepted
  state      TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'failed')), -- failed: given up
  attempts   INTEGER NOT NULL CHECK (attempts >= 0), -- begun so far
  next_at    INTEGER NOT NULL, -- not tried before
  created_at INTEGER NOT NULL, -- when it was put in
  ended_at   INTEGER, -- when it was accepted or given up
  last_error TEXT NOT NULL, -- what the server said last, or empty
  token      BLOB REFERENCES token (hash), -- the link inside, whose lifetime begins with acceptance; or NULL
  CHECK ((state IN ('sent', 'failed')) = (ended_at IS NOT NULL))
) STRICT;
CREATE INDEX outbox_due ON outbox (next_at) WHERE state = 'waiting';
