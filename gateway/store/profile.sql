-- What was concluded about clients.

-- name: profile_last
-- $1 client.
SELECT number, hash FROM profile WHERE client = $1 ORDER BY number DESC LIMIT 1;

-- name: profile_insert
-- client, number, origin, submission or NULL, definition, version, levels, reason, author or NULL, now, previous, hash.
INSERT INTO profile (client, number, origin, submission, definition, version, levels, reason, author, at, previous, hash)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);

-- name: profile_list
-- $1 client.
SELECT number, origin, submission, definition, version, levels, reason, author, at
FROM profile WHERE client = $1 ORDER BY number DESC;
