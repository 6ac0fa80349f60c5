-- Persons of the firm.

-- name: member_insert
-- id, role, first name, last name, e-mail, telephone, language, now.
INSERT INTO member (id, role, first_name, last_name, email, phone, language, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: member_find
SELECT id, role, first_name, last_name, email, phone, language, created_at, coalesce(closed_at, 0)
FROM member WHERE id = $1;

-- name: member_find_email
-- $1: lower case; through the account, which has the address alone.
SELECT m.id, m.role, m.first_name, m.last_name, m.email, m.phone, m.language, m.created_at, coalesce(m.closed_at, 0)
FROM account AS a JOIN member AS m ON m.id = a.member WHERE a.email = $1;

-- name: member_list
SELECT id, role, first_name, last_name, email, phone, language, created_at, coalesce(closed_at, 0)
FROM member WHERE closed_at IS NULL ORDER BY last_name, first_name, id;
