-- Reading site.db.

-- name: site_values
SELECT key, value FROM site;

-- name: site_navigation
SELECT language, label, url FROM navigation ORDER BY language, position;

-- name: site_definitions
SELECT id, version, wording, access, validity_months FROM definition ORDER BY position, id;

-- name: site_lines
-- $1 definition.
SELECT depth, kind, declaration FROM definition_line WHERE definition = $1 ORDER BY line;

-- name: site_texts
-- $1 definition.
SELECT language, line, role, text FROM definition_text WHERE definition = $1 ORDER BY language, line;

-- name: site_templates
SELECT name, source FROM template ORDER BY name;

-- name: site_catalogue
-- $1 language.
SELECT key, text FROM catalogue WHERE language = $1 ORDER BY key;

-- name: site_messages
SELECT name, language, subject, html, text FROM message ORDER BY name, language;
