-- What readers think of help pages, and what they looked for in vain. Nothing in it says who they are.

CREATE TABLE feedback ( -- one answer to "was this page useful?"
  id         TEXT PRIMARY KEY CHECK (length(id) = 26),
  page       TEXT NOT NULL CHECK (page <> ''),     -- path below the language's folder: translations share it
  language   TEXT NOT NULL CHECK (language <> ''), -- that was read
  version    TEXT NOT NULL, -- of the page, as site.db had it when it was read
  useful     INTEGER NOT NULL CHECK (useful IN (0, 1)), -- the answer
  comment    TEXT NOT NULL, -- what was added, or empty
  created_at INTEGER NOT NULL -- when
) STRICT, WITHOUT ROWID;
CREATE INDEX feedback_by_page ON feedback (page, language, version);

CREATE TABLE search_miss ( -- words for which no page was found
  language TEXT NOT NULL CHECK (language <> ''), -- that was searched
  words    TEXT NOT NULL CHECK (words <> ''), -- folded, parted by blanks; without digits and addresses
  times    INTEGER NOT NULL CHECK (times > 0), -- how often
  last_at  INTEGER NOT NULL, -- last time: old rows are swept away
  PRIMARY KEY (language, words)
) STRICT, WITHOUT ROWID;
CREATE INDEX search_miss_by_age ON search_miss (last_at);
