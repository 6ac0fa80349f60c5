-- Everything that can be worked out again, row by row: portillonctl verify.

-- name: verify_count
SELECT (SELECT count(*) FROM definition_wording), (SELECT count(*) FROM submission), (SELECT count(*) FROM profile),
  (SELECT count(*) FROM event), (SELECT count(*) FROM upload);

-- name: verify_definitions
-- One row for each wording; a definition without any too.
SELECT d.id, d.version, w.wording
FROM definition AS d LEFT JOIN definition_wording AS w ON w.definition = d.id AND w.version = d.version
ORDER BY d.id, d.version;

-- name: verify_lines
-- $1 definition, $2 version.
SELECT line, kind, depth, declaration FROM definition_line WHERE definition = $1 AND version = $2 ORDER BY line;

-- name: verify_texts
-- $1 definition, $2 version, $3 wording.
SELECT position, language, line, role, text FROM definition_text
WHERE definition = $1 AND version = $2 AND wording = $3
ORDER BY position, line, CASE role WHEN 'title' THEN 0 WHEN 'description' THEN 1 WHEN 'hint' THEN 2 WHEN 'text' THEN 3
  ELSE 4 END;

-- name: verify_submissions
-- The columns of submission_find, and what the assignment says.
SELECT s.id, s.reference, s.client, s.email, s.definition, s.version, s.wording, s.language, s.day, s.answers, s.hidden,
  s.levels, s.alerts, s.steps, s.withheld, s.author, s.sent_at, s.digest,
  s.assignment, a.client, a.definition, a.version, a.state, a.sent_at
FROM submission AS s LEFT JOIN assignment AS a ON a.id = s.assignment;

-- name: verify_uploads
-- Rows of one file stand together.
SELECT u.id, u.hash, s.reference FROM upload AS u LEFT JOIN submission AS s ON s.id = u.assignment
ORDER BY u.hash;

-- name: verify_profiles
SELECT p.client, p.number, p.origin, p.submission, p.definition, p.version, p.levels, p.reason, p.author, p.at,
  p.previous, p.hash, s.digest, s.client, s.levels, s.definition, s.version
FROM profile AS p LEFT JOIN submission AS s ON s.id = p.submission
ORDER BY p.client, p.number;

-- name: verify_profile_of_event
-- $1 client, $2 hash.
SELECT 1 FROM profile WHERE client = $1 AND hash = $2;

-- name: verify_sent_without_submission
SELECT a.id FROM assignment AS a LEFT JOIN submission AS s ON s.id = a.id
WHERE a.state = 'sent' AND s.id IS NULL;

-- name: verify_submission_without_profile
-- Every submission of a client that came to a result is in the client's history.
SELECT s.id, s.reference FROM submission AS s
WHERE s.client IS NOT NULL AND s.levels <> ''
  AND NOT EXISTS (SELECT 1 FROM profile AS p WHERE p.client = s.client AND p.submission = s.id);

-- name: verify_profile_events
SELECT (SELECT count(*) FROM profile), (SELECT count(*) FROM event WHERE action = 'profile');
