-- The statements that fill site.db; the schema is in site.sql.

-- name: begin
BEGIN;
-- name: commit
COMMIT;
-- name: site
INSERT INTO site (key, value) VALUES ($1, $2);
-- name: navigation
INSERT INTO navigation (language, position, label, url) VALUES ($1, $2, $3, $4);
-- name: definition
INSERT INTO definition (id, version, wording, access, validity_months, position) VALUES ($1, $2, $3, $4, $5, $6);
-- name: definition_line
INSERT INTO definition_line (definition, line, depth, kind, declaration) VALUES ($1, $2, $3, $4, $5);
-- name: definition_text
INSERT INTO definition_text (definition, language, line, role, text) VALUES ($1, $2, $3, $4, $5);
-- name: template
INSERT INTO template (name, source) VALUES ($1, $2);
-- name: catalogue
INSERT INTO catalogue (language, key, text) VALUES ($1, $2, $3);
-- name: message
INSERT INTO message (name, language, subject, html, text) VALUES ($1, $2, $3, $4, $5);
