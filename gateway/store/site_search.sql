-- Searching the help centre in site.db, one language at a time.

-- The articles of the language are those from $2 to $3: to narrow by a word that all of them have would mean to count them.

-- name: search_count
SELECT count(*) FROM (SELECT 1 FROM article_stem WHERE article_stem MATCH $1 AND rowid BETWEEN $2 AND $3 LIMIT $4);

-- name: search_match
SELECT rowid FROM article_stem WHERE article_stem MATCH $1 AND rowid BETWEEN $2 AND $3
ORDER BY bm25 (article_stem, 10.0, 5.0, 4.0, 1.0, 0.0), rowid LIMIT $4;

-- The first $4 of the site, best first.
-- name: search_weighed
SELECT rowid FROM (
  SELECT rowid, bm25 (article_stem, 10.0, 5.0, 4.0, 1.0, 0.0) AS weight
  FROM article_stem WHERE article_stem MATCH $1 AND rowid BETWEEN $2 AND $3 LIMIT $4)
ORDER BY weight, rowid;

-- name: search_first
SELECT rowid FROM article_stem WHERE article_stem MATCH $1 AND rowid BETWEEN $2 AND $3 LIMIT $4;

-- name: search_article
SELECT article.title, article.url, article.text, coalesce(article_section.title, '')
FROM article LEFT JOIN article_section
  ON article_section.language = article.language AND article_section.section = article.section
WHERE article.id = $1;

-- name: search_word
SELECT stem, articles FROM article_word WHERE language = $1 AND word = $2 ORDER BY articles DESC, stem LIMIT 8;

-- name: search_beginning
SELECT stem, articles FROM article_word WHERE language = $1 AND word >= $2 AND word < $3 ORDER BY articles DESC, stem LIMIT 16;

-- name: search_words
SELECT word, sum(articles) FROM article_word WHERE language = $1 GROUP BY word ORDER BY word;

-- name: search_range
SELECT min(id), max(id) FROM article WHERE language = $1 HAVING min(id) IS NOT NULL;

-- name: search_synonyms
SELECT other.term FROM synonym JOIN synonym AS other
  ON other.language = synonym.language AND other.set_id = synonym.set_id
WHERE synonym.language = $1 AND synonym.term = $2 AND other.term <> $2 ORDER BY other.term LIMIT 20;

-- name: search_sections
SELECT section, title, position FROM article_section WHERE language = $1 ORDER BY position;

-- name: search_roles
SELECT role, role, position FROM article_role WHERE language = $1 ORDER BY position;

-- name: search_page
SELECT title, url, version FROM article WHERE language = $1 AND page = $2;
