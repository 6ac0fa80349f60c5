-- Every version of a questionnaire that anybody began to answer, with its words. Never changed, never deleted.

CREATE TABLE definition ( -- one version of one questionnaire's meaning
  id              TEXT NOT NULL CHECK (id <> ''),      -- its file's name
  version         TEXT NOT NULL CHECK (version <> ''), -- BLAKE2b-256 of its meaning, in hexadecimal
  access          TEXT NOT NULL CHECK (access IN ('invited', 'public')), -- who may answer
  validity_months INTEGER NOT NULL CHECK (validity_months >= 0), -- how long a result holds; 0: no end
  kept_at         INTEGER NOT NULL, -- when it was first needed here
  PRIMARY KEY (id, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE definition_line ( -- the questionnaire, one row for each thing declared, in order of the document
  definition  TEXT NOT NULL, -- definition.id
  version     TEXT NOT NULL, -- definition.version
  line        INTEGER NOT NULL CHECK (line > 0), -- from 1
  depth       INTEGER NOT NULL CHECK (depth >= 0), -- nesting: a question under an option is deeper than the option
  kind        TEXT NOT NULL
    CHECK (kind IN ('point', 'question', 'option', 'score', 'result', 'level', 'rule', 'check')), -- what it is
  declaration TEXT NOT NULL, -- in the grammar of questionnaires, canonical
  PRIMARY KEY (definition, version, line),
  FOREIGN KEY (definition, version) REFERENCES definition (id, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE definition_wording ( -- the words of a version, as they stood at one time
  definition TEXT NOT NULL, -- definition.id
  version    TEXT NOT NULL, -- definition.version
  wording    TEXT NOT NULL CHECK (wording <> ''), -- BLAKE2b-256 of all its texts, in hexadecimal
  kept_at    INTEGER NOT NULL, -- when it was first needed here
  PRIMARY KEY (definition, version, wording),
  FOREIGN KEY (definition, version) REFERENCES definition (id, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE definition_text ( -- one text in one language
  definition TEXT NOT NULL, -- definition_wording's key
  version    TEXT NOT NULL, -- likewise
  wording    TEXT NOT NULL, -- likewise
  position   INTEGER NOT NULL CHECK (position >= 0), -- order of the languages: the reference is 0
  language   TEXT NOT NULL, -- of this text
  line       INTEGER NOT NULL CHECK (line >= 0), -- of definition_line; 0: the questionnaire itself
  role       TEXT NOT NULL CHECK (role IN ('title', 'description', 'hint', 'text', 'message')), -- as in site.db
  text       TEXT NOT NULL, -- what is read
  PRIMARY KEY (definition, version, wording, position, line, role),
  FOREIGN KEY (definition, version, wording) REFERENCES definition_wording (definition, version, wording)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER definition_stays BEFORE UPDATE ON definition
BEGIN SELECT RAISE (ABORT, 'a definition is never changed'); END;
CREATE TRIGGER definition_line_stays BEFORE UPDATE ON definition_line
BEGIN SELECT RAISE (ABORT, 'a definition is never changed'); END;
CREATE TRIGGER definition_text_stays BEFORE UPDATE ON definition_text
BEGIN SELECT RAISE (ABORT, 'a definition is never changed'); END;
