-- Mails that must go out.

-- name: outbox_put
-- id, message id, kind, recipient, mime, now, hash of the token or NULL, submission or NULL, name, language.
INSERT INTO outbox (id, message_id, kind, recipient, mime, state, attempts, next_at, created_at, last_error, token,
  submission, name, language)
VALUES ($1, $2, $3, $4, $5, 'waiting', 0, $6, $6, '', $7, $8, $9, $10);

-- name: outbox_due
SELECT id FROM outbox WHERE state = 'waiting' AND next_at <= $1 ORDER BY next_at, id LIMIT $2;

-- name: outbox_due_again
SELECT id FROM outbox WHERE state = 'waiting' AND attempts > 0 AND next_at <= $1 ORDER BY next_at, id LIMIT $2;

-- name: outbox_uncomposed
SELECT message_id, kind, recipient, submission, name, language, created_at FROM outbox
WHERE id = $1 AND submission IS NOT NULL AND length(mime) = 0;

-- name: outbox_keep
UPDATE outbox SET mime = $2 WHERE id = $1 AND state = 'sending';

-- name: outbox_begin
UPDATE outbox SET state = 'sending', attempts = attempts + 1 WHERE id = $1 AND state = 'waiting';

-- name: outbox_mail
SELECT recipient, mime FROM outbox WHERE id = $1 AND state = 'sending';

-- name: outbox_sent
UPDATE outbox SET state = 'sent', ended_at = $2, last_error = '', mime = $3
WHERE id = $1 AND state IN ('waiting', 'sending');

-- name: outbox_start_token
UPDATE token SET expires_at = $2 + lifetime
WHERE hash = (SELECT token FROM outbox WHERE id = $1) AND used_at IS NULL AND void_at IS NULL;

-- name: outbox_progress
SELECT attempts, created_at FROM outbox WHERE id = $1;

-- name: outbox_later
UPDATE outbox SET state = 'waiting', next_at = $2, last_error = $3 WHERE id = $1 AND state IN ('waiting', 'sending');

-- name: outbox_failed
UPDATE outbox SET state = 'failed', ended_at = $2, last_error = $3 WHERE id = $1 AND state IN ('waiting', 'sending');

-- name: outbox_resume
UPDATE outbox SET state = 'waiting', next_at = $1 WHERE state = 'sending';

-- name: outbox_list
SELECT id, kind, recipient, state, attempts, next_at, created_at, ended_at, last_error FROM outbox
WHERE state <> 'sent' OR $1 = 1 ORDER BY created_at, id;

-- name: outbox_retry
UPDATE outbox SET state = 'waiting', next_at = $2, ended_at = NULL WHERE id = $1 AND state IN ('waiting', 'failed');

-- name: outbox_retry_all
UPDATE outbox SET state = 'waiting', next_at = $1, ended_at = NULL WHERE state IN ('waiting', 'failed');
