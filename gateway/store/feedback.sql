-- What readers think of help pages, and what they looked for in vain.

-- name: feedback_insert
INSERT INTO feedback (id, page, language, version, useful, comment, created_at) VALUES ($1, $2, $3, $4, $5, '', $6);

-- name: feedback_comment
UPDATE feedback SET comment = $2 WHERE id = $1 AND comment = '' AND created_at >= $3;

-- name: feedback_find
SELECT page, language, useful, comment FROM feedback WHERE id = $1;

-- name: feedback_counts
SELECT page, language, version, count(*), sum(useful), max(created_at) FROM feedback
GROUP BY page, language, version ORDER BY page, language, max(created_at) DESC;

-- name: feedback_comments
SELECT version, useful, comment, created_at FROM feedback
WHERE page = $1 AND language = $2 AND comment <> '' ORDER BY created_at DESC, id LIMIT $3;

-- name: search_miss_count
INSERT INTO search_miss (language, words, times, last_at) VALUES ($1, $2, 1, $3)
ON CONFLICT (language, words) DO UPDATE SET times = search_miss.times + 1, last_at = excluded.last_at;

-- name: search_miss_rows
SELECT count(*) FROM search_miss;

-- name: search_miss_list
SELECT language, words, times, last_at FROM search_miss ORDER BY times DESC, last_at DESC, language, words LIMIT $1;

-- name: search_miss_sweep
DELETE FROM search_miss WHERE last_at < $1;
