-- Clients.

-- name: client_insert
-- id, kind, first name, last name, company, e-mail, telephone, language, address, label, national number, partner's,
-- what is searched, adviser, now, author or NULL.
INSERT INTO client (id, kind, first_name, last_name, company, email, phone, language, address, label, national_number,
  partner_number, sought, adviser, created_at, created_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16);

-- name: client_find
SELECT id, kind, first_name, last_name, company, email, phone, language, address, label, national_number,
  partner_number, adviser, created_at
FROM client WHERE id = $1;

-- name: client_people
-- The client's kind, names and company, the adviser's names, e-mail and telephone.
SELECT c.kind, c.first_name, c.last_name, c.company, m.first_name, m.last_name, m.email, m.phone
FROM client AS c LEFT JOIN member AS m ON m.id = c.adviser WHERE c.id = $1;

-- name: client_find_email
-- $1: lower case. The one whose sign-in it is, else the oldest.
SELECT c.id, c.kind, c.first_name, c.last_name, c.company, c.email, c.phone, c.language, c.address, c.label,
  c.national_number, c.partner_number, c.adviser, c.created_at
FROM client AS c LEFT JOIN account AS a ON a.client = c.id AND a.email = $1
WHERE lower(c.email) = $1 ORDER BY a.id IS NULL, c.created_at, c.id LIMIT 1;

-- name: client_list
-- $1 adviser or empty for all; $2 to $5 patterns that all must fit; $6 how many at most; $7 how many are left out first.
SELECT c.id, c.kind, c.first_name, c.last_name, c.company, c.email, c.phone, c.language, c.address, c.label,
  c.national_number, c.partner_number, c.adviser, c.created_at,
  a.id IS NOT NULL, a.password_at IS NOT NULL,
  (SELECT count(*) FROM assignment AS t WHERE t.client = c.id AND t.state <> 'sent'),
  p.definition, p.version, p.levels, p.at
FROM client AS c
LEFT JOIN account AS a ON a.client = c.id
LEFT JOIN profile AS p ON p.client = c.id AND p.number = (SELECT max(l.number) FROM profile AS l WHERE l.client = c.id)
WHERE ($1 = '' OR c.adviser = $1)
  AND c.sought LIKE $2 ESCAPE '\' AND c.sought LIKE $3 ESCAPE '\'
  AND c.sought LIKE $4 ESCAPE '\' AND c.sought LIKE $5 ESCAPE '\'
ORDER BY c.sought, c.id LIMIT $6 OFFSET $7;

-- name: client_count
-- How many client_list finds: $1 to $5 as there.
SELECT count(*) FROM client AS c
WHERE ($1 = '' OR c.adviser = $1)
  AND c.sought LIKE $2 ESCAPE '\' AND c.sought LIKE $3 ESCAPE '\'
  AND c.sought LIKE $4 ESCAPE '\' AND c.sought LIKE $5 ESCAPE '\';

-- name: client_state
SELECT a.id IS NOT NULL, a.password_at IS NOT NULL, coalesce(a.password_at, a.created_at, c.created_at)
FROM client AS c LEFT JOIN account AS a ON a.client = c.id WHERE c.id = $1;
