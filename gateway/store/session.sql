-- Who is signed in. $1 is always the hash of the cookie's token unless said otherwise.

-- name: session_find
-- The session with its owner: account, client's or member's id, name, role, language, times. Closed ones are not found.
SELECT s.account, coalesce(c.id, m.id), coalesce(c.first_name, m.first_name), coalesce(c.last_name, m.last_name),
  coalesce(m.role, 'client'), coalesce(c.language, m.language), s.signed_in_at, s.seen_at
FROM session AS s
JOIN account AS a ON a.id = s.account
LEFT JOIN client AS c ON c.id = a.client
LEFT JOIN member AS m ON m.id = a.member
WHERE s.hash = $1 AND a.closed_at IS NULL AND m.closed_at IS NULL;

-- name: session_insert
-- $2 account, $3 now.
INSERT INTO session (hash, account, signed_in_at, seen_at) VALUES ($1, $2, $3, $3);

-- name: session_touch
-- $2 now.
UPDATE session SET seen_at = $2 WHERE hash = $1 AND seen_at < $2;

-- name: session_over
-- Its time is up, and stays so whatever the clock says later: as if signed in at the beginning of time.
UPDATE session SET signed_in_at = 0 WHERE hash = $1;

-- name: session_delete
DELETE FROM session WHERE hash = $1;

-- name: session_delete_all
-- $1 account, $2 the hash of the session that stays, or an empty blob.
DELETE FROM session WHERE account = $1 AND hash <> $2;

-- name: session_sweep
-- $1: not seen since.
DELETE FROM session WHERE seen_at < $1;
