-- Files that clients hand in.

-- name: upload_insert
-- id, client, assignment, question, number, hash, name, kind, size, now.
INSERT INTO upload (id, client, assignment, question, number, hash, name, kind, size, uploaded_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: upload_find
SELECT u.id, u.client, u.assignment, u.question, u.number, u.hash, u.name, u.kind, u.size, u.uploaded_at,
  a.state = 'sent'
FROM upload u JOIN assignment a ON a.id = u.assignment WHERE u.id = $1;

-- name: upload_list
-- $1 assignment, $2 question.
SELECT id, client, assignment, question, number, hash, name, kind, size, uploaded_at
FROM upload WHERE assignment = $1 AND question = $2 ORDER BY number;

-- name: upload_delete
-- $1 id, $2 client, $3 assignment: while it is not sent.
DELETE FROM upload WHERE id = $1 AND client = $2 AND assignment = $3
  AND EXISTS (SELECT 1 FROM assignment a WHERE a.id = $3 AND a.state <> 'sent');

-- name: upload_sizes
-- $1 client, $2 assignment: bytes of all the client's, and of this draft's.
SELECT coalesce(sum(size), 0), coalesce(sum(CASE WHEN assignment = $2 THEN size ELSE 0 END), 0)
FROM upload WHERE client = $1;

-- name: upload_is_named
-- $1 hash.
SELECT 1 FROM upload WHERE hash = $1 LIMIT 1;

-- name: upload_hashes
SELECT DISTINCT hash FROM upload ORDER BY hash;
