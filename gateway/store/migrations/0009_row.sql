-- Grids have rows: one more kind of line. What a column may hold cannot be changed, so the table is made anew.

CREATE TABLE definition_line_with_rows ( -- the questionnaire, one row for each thing declared, in order of the document
  definition  TEXT NOT NULL, -- definition.id
  version     TEXT NOT NULL, -- definition.version
  line        INTEGER NOT NULL CHECK (line > 0), -- from 1
  depth       INTEGER NOT NULL CHECK (depth >= 0), -- nesting: a question under an option is deeper than the option
  kind        TEXT NOT NULL
    CHECK (kind IN ('point', 'question', 'option', 'row', 'score', 'result', 'level', 'rule', 'check')), -- what it is
  declaration TEXT NOT NULL, -- in the grammar of questionnaires, canonical
  PRIMARY KEY (definition, version, line),
  FOREIGN KEY (definition, version) REFERENCES definition (id, version)
) STRICT, WITHOUT ROWID;

INSERT INTO definition_line_with_rows (definition, version, line, depth, kind, declaration)
SELECT definition, version, line, depth, kind, declaration FROM definition_line;

DROP TABLE definition_line;
ALTER TABLE definition_line_with_rows RENAME TO definition_line;

CREATE TRIGGER definition_line_stays BEFORE UPDATE ON definition_line
BEGIN SELECT RAISE (ABORT, 'a definition is never changed'); END;
