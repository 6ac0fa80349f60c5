-- Sign-ins: accounts, the tokens of mailed links, and how often somebody tried.

-- name: account_insert
-- id, e-mail in lower case, client or NULL, member or NULL, now.
INSERT INTO account (id, email, client, member, created_at) VALUES ($1, $2, $3, $4, $5);

-- name: account_find
-- Those of members who left count as closed, and closed ones are not there.
SELECT a.id, a.email, a.client, a.member, a.password_hash, a.password_salt, a.password_ops, a.password_memory,
  a.signed_in_at, a.created_at
FROM account AS a LEFT JOIN member AS m ON m.id = a.member
WHERE a.id = $1 AND a.closed_at IS NULL AND m.closed_at IS NULL;

-- name: account_find_email
-- $1: lower case.
SELECT a.id, a.email, a.client, a.member, a.password_hash, a.password_salt, a.password_ops, a.password_memory,
  a.signed_in_at, a.created_at
FROM account AS a LEFT JOIN member AS m ON m.id = a.member
WHERE a.email = $1 AND a.closed_at IS NULL AND m.closed_at IS NULL;

-- name: account_find_owner
SELECT a.id, a.email, a.client, a.member, a.password_hash, a.password_salt, a.password_ops, a.password_memory,
  a.signed_in_at, a.created_at
FROM account AS a LEFT JOIN member AS m ON m.id = a.member
WHERE (a.client = $1 OR a.member = $1) AND a.closed_at IS NULL AND m.closed_at IS NULL;

-- name: account_set_password
-- $1 account, $2 hash, $3 salt, $4 passes, $5 memory, $6 now.
UPDATE account SET password_hash = $2, password_salt = $3, password_ops = $4, password_memory = $5, password_at = $6
WHERE id = $1 AND closed_at IS NULL;

-- name: account_signed_in
-- $2 now.
UPDATE account SET signed_in_at = $2 WHERE id = $1 AND closed_at IS NULL;

-- name: token_insert
-- $1 hash, $2 purpose, $3 account, $4 now, $5 seconds.
INSERT INTO token (hash, purpose, account, created_at, lifetime, expires_at) VALUES ($1, $2, $3, $4, $5, $4 + $5);

-- name: token_find
-- $1 hash, $2 purpose.
SELECT account, expires_at, used_at IS NOT NULL, void_at IS NOT NULL FROM token WHERE hash = $1 AND purpose = $2;

-- name: token_use
-- $1 hash, $2 purpose, $3 now.
UPDATE token SET used_at = $3
WHERE hash = $1 AND purpose = $2 AND used_at IS NULL AND void_at IS NULL AND expires_at > $3;

-- name: account_set_client_language
-- $1 account, $2 language.
UPDATE client SET language = $2 WHERE id = (SELECT client FROM account WHERE id = $1);

-- name: account_set_member_language
-- $1 account, $2 language.
UPDATE member SET language = $2 WHERE id = (SELECT member FROM account WHERE id = $1);

-- name: token_void
-- $1 account, $2 purpose, $3 now.
UPDATE token SET void_at = $3 WHERE account = $1 AND purpose = $2 AND used_at IS NULL AND void_at IS NULL;

-- name: token_void_all
-- $1 account, $2 now.
UPDATE token SET void_at = $2 WHERE account = $1 AND used_at IS NULL AND void_at IS NULL;

-- name: throttle_find
-- $1 key.
SELECT failures, blocked_to, since, counted FROM throttle WHERE key = $1;

-- name: throttle_put
-- $1 key, $2 kind, $3 failures, $4 blocked to, $5 since, $6 counted, $7 now.
INSERT INTO throttle (key, kind, failures, blocked_to, since, counted, last_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (key) DO UPDATE SET failures = $3, blocked_to = $4, since = $5, counted = $6, last_at = $7;

-- name: throttle_give_back
UPDATE throttle SET failures = failures - 1, counted = counted - 1, blocked_to = 0
WHERE key = $1 AND failures > 0 AND counted > 0;

-- name: throttle_succeed
UPDATE throttle SET failures = 0, blocked_to = 0, counted = counted - 1 WHERE key = $1 AND counted > 0;

-- name: throttle_delete
DELETE FROM throttle WHERE key = $1;

-- name: throttle_sweep
-- $1: last try before; $2: fewer failures in a row.
DELETE FROM throttle WHERE last_at < $1 AND failures < $2;
