-- Definitions that somebody began to answer. $1 is always definition.id, $2 its version.

-- name: definition_find
SELECT access, validity_months FROM definition WHERE id = $1 AND version = $2;

-- name: definition_lines
SELECT depth, kind, declaration FROM definition_line WHERE definition = $1 AND version = $2 ORDER BY line;

-- name: definition_last_wording
SELECT wording FROM definition_wording WHERE definition = $1 AND version = $2 ORDER BY kept_at DESC, wording LIMIT 1;

-- name: definition_texts
-- $3 wording.
SELECT language, line, role, text FROM definition_text
WHERE definition = $1 AND version = $2 AND wording = $3 ORDER BY position, line;

-- name: definition_provenance
-- $3 wording: since when, which of how many.
SELECT d.kept_at, coalesce(w.kept_at, 0),
  (SELECT count(*) FROM definition_wording AS o WHERE o.definition = d.id AND o.version = d.version
     AND (o.kept_at < w.kept_at OR (o.kept_at = w.kept_at AND o.wording <= w.wording))),
  (SELECT count(*) FROM definition_wording AS o WHERE o.definition = d.id AND o.version = d.version)
FROM definition AS d LEFT JOIN definition_wording AS w ON w.definition = d.id AND w.version = d.version AND w.wording = $3
WHERE d.id = $1 AND d.version = $2;

-- name: definition_is_kept
-- $3 wording.
SELECT 1 FROM definition_wording WHERE definition = $1 AND version = $2 AND wording = $3;

-- name: definition_insert
-- $3 access, $4 months, $5 now.
INSERT INTO definition (id, version, access, validity_months, kept_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (id, version) DO NOTHING;

-- name: definition_line_insert
-- $3 line, $4 depth, $5 kind, $6 declaration.
INSERT INTO definition_line (definition, version, line, depth, kind, declaration) VALUES ($1, $2, $3, $4, $5, $6);

-- name: definition_wording_insert
-- $3 wording, $4 now.
INSERT INTO definition_wording (definition, version, wording, kept_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (definition, version, wording) DO NOTHING;

-- name: definition_text_insert
-- $3 wording, $4 position of the language, $5 language, $6 line, $7 role, $8 text.
INSERT INTO definition_text (definition, version, wording, position, language, line, role, text)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);
