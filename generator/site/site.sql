-- site.db: what `portillon build` publishes besides plain files, and the only contract between the generator and the
-- gateway. Written whole under another name and renamed; read-only afterwards. Two builds from nothing of the same
-- content with the same program are equal byte for byte; one that changes a few articles of an earlier build's has the
-- same rows, and the same words at the same places of the index.
PRAGMA page_size = 16384;           -- articles of some kilobytes leave little of a page unused
PRAGMA application_id = 0x506f7274; -- "Port"
PRAGMA user_version = 4;            -- of this schema

-- What concerns the whole site.
CREATE TABLE site (
  key   TEXT NOT NULL PRIMARY KEY, -- name; url (of the portal, no slash at the end, empty when site.yaml gives none);
                                   -- languages ('fr en nl', reference first); contact_name, contact_email,
                                   -- contact_phone (empty when not given); tagline.fr (of every language that has
                                   -- one); css, js, icon (addresses of the theme's assets, below /assets/); generator (version of the program)
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The portal's navigation, the same on static pages and on those of the gateway.
CREATE TABLE navigation (
  language TEXT NOT NULL,
  position INTEGER NOT NULL,       -- from 1
  label    TEXT NOT NULL,          -- plain text
  url      TEXT NOT NULL,          -- '/fr/aide/'
  PRIMARY KEY (language, position)
) STRICT, WITHOUT ROWID;

-- One row per questionnaire, in all its languages.
CREATE TABLE definition (
  id              TEXT NOT NULL PRIMARY KEY, -- file name without .md
  version         TEXT NOT NULL,   -- hex BLAKE2b-256 of its meaning: kinds, depths and canonical declarations
  wording         TEXT NOT NULL,   -- hex BLAKE2b-256 of its texts in all languages
  access          TEXT NOT NULL CHECK (access IN ('invited', 'public')),
  validity_months INTEGER NOT NULL CHECK (validity_months >= 0), -- of a result; 0: no end
  position        INTEGER NOT NULL -- order in lists, from 1
) STRICT, WITHOUT ROWID;

-- The questionnaire itself: one row per declared thing, in document order. Given to form/build.h line by line, it
-- makes the very definition that the generator checked.
CREATE TABLE definition_line (
  definition  TEXT NOT NULL REFERENCES definition (id),
  line        INTEGER NOT NULL,    -- from 1, without gaps
  depth       INTEGER NOT NULL,    -- nesting, see struct form_line
  kind        TEXT NOT NULL CHECK (kind IN ('point', 'question', 'option', 'row', 'score', 'result', 'level', 'rule', 'check')),
  declaration TEXT NOT NULL,       -- canonical, in the grammar of portillon-questionnaire(5); may be empty for a point
  PRIMARY KEY (definition, line)
) STRICT, WITHOUT ROWID;

-- Its words. A thing without words of a role has no row.
CREATE TABLE definition_text (
  definition TEXT NOT NULL REFERENCES definition (id),
  language   TEXT NOT NULL,
  line       INTEGER NOT NULL,     -- 0: the questionnaire itself
  role       TEXT NOT NULL CHECK (role IN (
               'title',            -- plain text: of the questionnaire, a point, question, option, result or level
               'description',      -- plain text: of the questionnaire (line 0), of a point that is repeated what one item is called
               'hint',             -- HTML: below the title of a point, question, option or result
               'text',             -- HTML: introduction of the questionnaire (line 0), explanation of a level
               'message')),        -- plain text: what a check says
  text       TEXT NOT NULL,
  PRIMARY KEY (definition, language, line, role)
) STRICT, WITHOUT ROWID;

-- The theme's templates, checked in strict mode.
CREATE TABLE template (
  name   TEXT NOT NULL PRIMARY KEY, -- path below templates/ without '.html' ('espace/accueil'); a text template keeps '.txt'
  source TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The theme's texts.
CREATE TABLE catalogue (
  language TEXT NOT NULL,
  key      TEXT NOT NULL,
  text     TEXT NOT NULL,          -- in ICU's message syntax
  PRIMARY KEY (language, key)
) STRICT, WITHOUT ROWID;

-- Mails, from content/LANGUAGE/messages/NAME.md.
CREATE TABLE message (
  name     TEXT NOT NULL,          -- file name without .md
  language TEXT NOT NULL,
  subject  TEXT NOT NULL,          -- text template, one line
  html     TEXT NOT NULL,          -- HTML template: the body, without the mail's shell (templates mail/html)
  text     TEXT NOT NULL,          -- text template of the same body, for templates mail/text.txt
  PRIMARY KEY (name, language)
) STRICT, WITHOUT ROWID;

-- What the search of the help centre finds: a row per page.
CREATE TABLE article (
  id       INTEGER PRIMARY KEY,    -- that of its row in article_stem; those of a language follow one another
  language TEXT NOT NULL,
  page     TEXT NOT NULL,          -- path below the language's folder without .md: translations share it
  version  TEXT NOT NULL,          -- ten digits of a hash of its source: what readers think is counted for each
  url      TEXT NOT NULL UNIQUE,   -- '/fr/aide/activer-mon-espace/'
  title    TEXT NOT NULL,          -- plain text
  section  TEXT NOT NULL,          -- article_section.section; empty: none
  headings TEXT NOT NULL,          -- one a line
  text     TEXT NOT NULL,          -- what is read there without the markup, one line for each paragraph, heading or cell
  UNIQUE (language, page)
) STRICT;

-- What a search can be narrowed to.
CREATE TABLE article_section (
  language TEXT NOT NULL,
  section  TEXT NOT NULL,          -- path of the folder below the language's: 'aide'
  position INTEGER NOT NULL,       -- from 1: the mark in article_stem.scope is this behind an 's'
  title    TEXT NOT NULL,          -- plain text
  PRIMARY KEY (language, section)
) STRICT, WITHOUT ROWID;
CREATE TABLE article_role (
  language TEXT NOT NULL,
  role     TEXT NOT NULL,          -- as front matter names it
  position INTEGER NOT NULL,       -- from 1: the mark is this behind an 'r'
  PRIMARY KEY (language, role)
) STRICT, WITHOUT ROWID;

-- The index: of every word its stem (search/words.h), parted by blanks; common words are left out. rowid is article.id.
-- scope holds marks: section and roles by their position.
-- Where a word stands is kept: without it bm25 () tells no page from another.
CREATE VIRTUAL TABLE article_stem USING fts5 (
  title, keywords, headings, body, scope, content = '', tokenize = 'ascii'
);
-- Postings are sorted in memory, 8 MB at a time, and merged once, at the end.
INSERT INTO article_stem (article_stem, rank) VALUES ('hashsize', 8388608), ('automerge', 0);

-- Every word of the index, for beginnings of words, words typed without accents, and "did you mean".
CREATE TABLE article_word (
  language TEXT NOT NULL,
  word     TEXT NOT NULL,          -- folded: small letters without accents
  stem     TEXT NOT NULL,          -- one of the stems that it has with its accents
  articles INTEGER NOT NULL,       -- how many pages have it
  PRIMARY KEY (language, word, stem)
) STRICT, WITHOUT ROWID;

-- content/LANGUAGE/synonyms.yaml: expressions that stand for one another, as stems parted by blanks.
CREATE TABLE synonym (
  language TEXT NOT NULL,
  term     TEXT NOT NULL,
  set_id   INTEGER NOT NULL,       -- the same for those that mean the same
  PRIMARY KEY (language, term, set_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX synonym_by_set ON synonym (language, set_id);
