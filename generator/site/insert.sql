-- The statements that fill site.db; the schema is in site.sql. SQLite counts parameters as they appear: $1 comes first.

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
-- name: article
INSERT INTO article (id, language, page, version, url, title, section, headings, text) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);
-- name: article_section
INSERT INTO article_section (language, section, position, title) VALUES ($1, $2, $3, $4);
-- name: article_role
INSERT INTO article_role (language, role, position) VALUES ($1, $2, $3);
-- name: article_stem
INSERT INTO article_stem (rowid, title, keywords, headings, body, scope) VALUES ($1, $2, $3, $4, $5, $6);
-- name: article_word
INSERT INTO article_word (language, word, stem, articles) VALUES ($1, $2, $3, $4);
-- name: synonym
INSERT OR IGNORE INTO synonym (language, term, set_id) VALUES ($1, $2, $3);
-- name: article_optimize
INSERT INTO article_stem (article_stem) VALUES ('optimize');
-- name: article_merge
INSERT INTO article_stem (article_stem, rank) VALUES ('automerge', 4);

-- When the texts of a few pages have changed.

-- name: article_sections
SELECT section FROM article_section WHERE language = $1 ORDER BY position;
-- name: article_roles
SELECT role FROM article_role WHERE language = $1 ORDER BY position;
-- name: article_before
SELECT headings, text FROM article WHERE id = $1 AND url = $2;
-- name: article_change
UPDATE article SET version = $1, headings = $2, text = $3 WHERE id = $4;
-- name: article_stem_remove
INSERT INTO article_stem (article_stem, rowid, title, keywords, headings, body, scope) VALUES ('delete', $1, $2, $3, $4, $5, $6);
-- name: article_word_less
INSERT INTO article_word (language, word, stem, articles) VALUES ($1, $2, $3, -$4) ON CONFLICT (language, word, stem) DO UPDATE SET articles = articles + excluded.articles;
-- name: article_word_more
INSERT INTO article_word (language, word, stem, articles) VALUES ($1, $2, $3, $4) ON CONFLICT (language, word, stem) DO UPDATE SET articles = articles + excluded.articles;
-- name: article_word_gone
DELETE FROM article_word WHERE language = $1 AND word = $2 AND stem = $3 AND articles = 0;
