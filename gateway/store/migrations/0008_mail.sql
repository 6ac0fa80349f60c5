-- A mail about a submission is composed when it is first given to the courier, not while the client waits.

ALTER TABLE outbox ADD COLUMN submission TEXT REFERENCES submission (id); -- what it tells of, and `mime` is empty until
                                                                          -- then; NULL: it was put in whole
ALTER TABLE outbox ADD COLUMN name TEXT NOT NULL DEFAULT ''; -- of whom it is to, when it is composed
ALTER TABLE outbox ADD COLUMN language TEXT NOT NULL DEFAULT ''; -- likewise
-- While no mail server can be reached only what was tried before is looked for.
CREATE INDEX outbox_due_again ON outbox (next_at) WHERE state = 'waiting' AND attempts > 0;
