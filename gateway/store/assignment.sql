-- Questionnaires sent to clients, and their drafts.

-- name: assignment_insert
-- id, client, definition, now, author or NULL. Nothing when one is open already.
INSERT INTO assignment (id, client, definition, state, revision, created_at, created_by)
VALUES ($1, $2, $3, 'todo', 0, $4, $5)
ON CONFLICT (client, definition) WHERE state <> 'sent' DO NOTHING;

-- name: assignment_find
SELECT id, client, definition, version, state, revision, created_at, saved_at, sent_at FROM assignment WHERE id = $1;

-- name: assignment_find_open
-- $1 client, $2 definition.
SELECT id, client, definition, version, state, revision, created_at, saved_at, sent_at
FROM assignment WHERE client = $1 AND definition = $2 AND state <> 'sent';

-- name: assignment_list
-- $1 client.
SELECT id, client, definition, version, state, revision, created_at, saved_at, sent_at
FROM assignment WHERE client = $1 ORDER BY created_at DESC, id;

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

-- name: draft_answers
-- $1 assignment.
SELECT question, texts FROM draft_answer WHERE assignment = $1 ORDER BY question;

-- name: draft_answer_put
-- $1 assignment, $2 question, $3 texts.
INSERT INTO draft_answer (assignment, question, texts) VALUES ($1, $2, $3)
ON CONFLICT (assignment, question) DO UPDATE SET texts = $3;

-- name: draft_answer_delete
-- $1 assignment, $2 question.
DELETE FROM draft_answer WHERE assignment = $1 AND question = $2;

-- name: draft_answers_delete
DELETE FROM draft_answer WHERE assignment = $1;

-- name: draft_points
-- $1 assignment.
SELECT point FROM draft_point WHERE assignment = $1 ORDER BY point;

-- name: draft_point_put
-- $1 assignment, $2 point.
INSERT INTO draft_point (assignment, point) VALUES ($1, $2) ON CONFLICT (assignment, point) DO NOTHING;

-- name: draft_points_delete
DELETE FROM draft_point WHERE assignment = $1;
