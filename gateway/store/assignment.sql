-- Questionnaires sent to clients, and their drafts.

-- name: assignment_insert
-- id, client, definition, now, author or NULL. Nothing when one is open already.
INSERT INTO assignment (id, client, definition, state, revision, created_at, created_by)
VALUES ($1, $2, $3, 'todo', 0, $4, $5)
ON CONFLICT (client, definition) WHERE state <> 'sent' DO NOTHING;

-- name: assignment_find
SELECT a.id, a.client, a.definition, a.version, a.state, a.revision, a.created_at, a.saved_at, a.sent_at, d.answers, d.seen
FROM assignment AS a LEFT JOIN draft AS d ON d.assignment = a.id WHERE a.id = $1;

-- name: assignment_find_open
-- $1 client, $2 definition.
SELECT a.id, a.client, a.definition, a.version, a.state, a.revision, a.created_at, a.saved_at, a.sent_at, d.answers, d.seen
FROM assignment AS a LEFT JOIN draft AS d ON d.assignment = a.id
WHERE a.client = $1 AND a.definition = $2 AND a.state <> 'sent';

-- name: assignment_list
-- $1 client. The order is that of the index, backwards.
SELECT a.id, a.client, a.definition, a.version, a.state, a.revision, a.created_at, a.saved_at, a.sent_at, d.answers, d.seen
FROM assignment AS a LEFT JOIN draft AS d ON d.assignment = a.id
WHERE a.client = $1 ORDER BY a.created_at DESC, a.id DESC;

-- name: assignment_save
-- $1 id, $2 client, $3 version, $4 now: a draft of this version goes on.
UPDATE assignment SET revision = revision + 1, saved_at = $4
WHERE id = $1 AND client = $2 AND version = $3 AND state = 'in_progress';

-- name: assignment_begin
-- $1 id, $2 client, $3 version, $4 now: a draft begins, or moves to this version.
UPDATE assignment SET state = 'in_progress', version = $3, revision = revision + 1, saved_at = $4
WHERE id = $1 AND client = $2 AND state <> 'sent';

-- name: assignment_send
-- $1 id, $2 client, $3 revision, $4 now.
UPDATE assignment SET state = 'sent', sent_at = $4
WHERE id = $1 AND client = $2 AND revision = $3 AND state = 'in_progress';

-- name: draft_find
-- $1 assignment.
SELECT answers, seen FROM draft WHERE assignment = $1;

-- name: draft_put
-- $1 assignment, $2 answers, $3 seen.
INSERT INTO draft (assignment, answers, seen) VALUES ($1, $2, $3)
ON CONFLICT (assignment) DO UPDATE SET answers = $2, seen = $3;

-- name: draft_forget_seen
UPDATE draft SET seen = '' WHERE assignment = $1;

-- name: draft_delete
DELETE FROM draft WHERE assignment = $1;
