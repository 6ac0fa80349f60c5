-- The log of events.

-- name: event_last
SELECT number, hash FROM event ORDER BY number DESC LIMIT 1;

-- name: event_insert
-- number, at, actor, action, subject, detail, previous hash, hash.
INSERT INTO event (number, at, actor, action, subject, detail, previous, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: event_all
SELECT number, at, actor, action, subject, detail, previous, hash FROM event ORDER BY number;
