-- Answers sent in.

-- name: submission_insert
-- id, reference, assignment or NULL, client or NULL, e-mail, definition, version, wording, language, day, answers,
-- hidden, levels, alerts, steps, withheld, author or NULL, now, digest.
INSERT INTO submission (id, reference, assignment, client, email, definition, version, wording, language, day, answers,
  hidden, levels, alerts, steps, withheld, author, sent_at, digest)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19);

-- name: submission_exists
SELECT 1 FROM submission WHERE id = $1;

-- name: submission_find
SELECT id, reference, client, email, definition, version, wording, language, day, answers, hidden, levels, alerts,
  steps, withheld, author, sent_at, digest
FROM submission WHERE id = $1;

-- name: submission_summary
SELECT reference, withheld, sent_at, definition, version FROM submission WHERE id = $1;

-- name: visitor_insert
-- id, key, hash of the token, e-mail, definition, version, wording, language, answers, now, expiry.
INSERT INTO public_submission (id, key, token, email, definition, version, wording, language, answers, created_at,
  expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
ON CONFLICT (key) DO NOTHING;

-- name: visitor_find_key
SELECT email, definition, version, answers FROM public_submission WHERE key = $1;

-- name: visitor_find
-- $1 hash of the token, $2 now.
SELECT id, key, email, definition, version, wording, language, answers, created_at, submission IS NOT NULL
FROM public_submission WHERE token = $1 AND (expires_at > $2 OR submission IS NOT NULL);

-- name: visitor_confirm
-- Its answers are the submission's from now on.
UPDATE public_submission SET submission = id, answers = '' WHERE id = $1 AND submission IS NULL;

-- name: visitor_sweep
-- $1: not confirmed by then.
DELETE FROM public_submission WHERE expires_at < $1 AND submission IS NULL;
