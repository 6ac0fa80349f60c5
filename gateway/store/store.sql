-- What the store itself asks.

-- name: store_ready
SELECT count(*) FROM (SELECT 1 FROM member LIMIT 1) AS first;
