-- Persons of the firm.

-- name: member_insert
-- id, role, first name, last name, e-mail, telephone, language, now.
INSERT INTO member (id, role, first_name, last_name, email, phone, language, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: member_find
SELECT id, role, first_name, last_name, email, phone, language, created_at, closed_at IS NOT NULL
FROM member WHERE id = $1;

-- name: member_find_email
-- $1: lower case. Of several, the one who did not leave, then the oldest.
SELECT id, role, first_name, last_name, email, phone, language, created_at, closed_at IS NOT NULL
FROM member WHERE lower(email) = $1 ORDER BY closed_at IS NOT NULL, created_at, id LIMIT 1;

-- name: member_list
SELECT id, role, first_name, last_name, email, phone, language, created_at, closed_at IS NOT NULL
FROM member ORDER BY last_name, first_name, id;
