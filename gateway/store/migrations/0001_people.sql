-- Who there is: members of the firm, clients, and how both sign in. Ids are 128 random bits as 26 characters of
-- base32; times are seconds UTC since 1970; names and addresses are as typed, without blanks around them.

CREATE TABLE member ( -- a person of the firm
  id         TEXT PRIMARY KEY CHECK (length(id) = 26),
  role       TEXT NOT NULL CHECK (role IN ('adviser', 'admin')), -- an administrator may do all that an adviser may
  first_name TEXT NOT NULL CHECK (first_name <> ''), -- given name
  last_name  TEXT NOT NULL CHECK (last_name <> ''),  -- family name
  email      TEXT NOT NULL CHECK (email <> ''),      -- where results are mailed to; ASCII
  phone      TEXT NOT NULL, -- shown to clients, or empty
  language   TEXT NOT NULL CHECK (language <> ''),   -- of mails and pages
  created_at INTEGER NOT NULL, -- when
  closed_at  INTEGER           -- when the member left; cannot sign in any more
) STRICT, WITHOUT ROWID;

CREATE TABLE client ( -- a person or a company that the firm must know
  id              TEXT PRIMARY KEY CHECK (length(id) = 26),
  kind            TEXT NOT NULL CHECK (kind IN ('person', 'company')), -- natural or legal person
  first_name      TEXT NOT NULL CHECK (first_name <> ''), -- of the person, or of the company's contact
  last_name       TEXT NOT NULL CHECK (last_name <> ''),  -- likewise
  company         TEXT NOT NULL CHECK (kind = 'person' OR company <> ''), -- the company's name; of a person, optional
  email           TEXT NOT NULL CHECK (email <> ''),    -- of the person or contact; ASCII
  phone           TEXT NOT NULL, -- or empty
  language        TEXT NOT NULL CHECK (language <> ''), -- of mails and space: one of the site's
  address         TEXT NOT NULL, -- postal, several lines, or empty
  label           TEXT NOT NULL, -- the file manager's mark, or empty
  national_number TEXT NOT NULL CHECK (length(national_number) IN (0, 11)), -- Belgian, digits alone, or empty
  partner_number  TEXT NOT NULL CHECK (length(partner_number) IN (0, 11)),  -- the spouse's, likewise
  sought          TEXT NOT NULL, -- names and e-mail folded to lower case without accents: what a search looks in
  adviser         TEXT NOT NULL REFERENCES member (id), -- who follows the client and gets the results
  created_at      INTEGER NOT NULL, -- when
  created_by      TEXT REFERENCES member (id) -- NULL: by the administrator's command
) STRICT, WITHOUT ROWID;
CREATE INDEX client_by_adviser ON client (adviser, sought);

CREATE TABLE account ( -- a sign-in, made when its owner is first invited
  id              TEXT PRIMARY KEY CHECK (length(id) = 26),
  email           TEXT NOT NULL UNIQUE CHECK (email <> '' AND email = lower(email)), -- what is typed to sign in
  client          TEXT UNIQUE REFERENCES client (id), -- its owner, either a client …
  member          TEXT UNIQUE REFERENCES member (id), -- … or a member
  password_hash   BLOB CHECK (length(password_hash) = 32), -- argon2id of the password; NULL until one is chosen
  password_salt   BLOB CHECK (length(password_salt) = 16), -- random
  password_ops    INTEGER, -- argon2id's passes
  password_memory INTEGER, -- argon2id's memory, in bytes
  password_at     INTEGER, -- when it was chosen
  signed_in_at    INTEGER, -- last time, or NULL
  created_at      INTEGER NOT NULL, -- when
  closed_at       INTEGER, -- when it was closed: nobody signs in with it any more
  CHECK ((client IS NULL) <> (member IS NULL)),
  CHECK ((password_hash IS NULL) = (password_at IS NULL)
    AND (password_hash IS NULL) = (password_salt IS NULL)
    AND (password_hash IS NULL) = (password_ops IS NULL)
    AND (password_hash IS NULL) = (password_memory IS NULL))
) STRICT, WITHOUT ROWID;

CREATE TABLE throttle ( -- tries to sign in and requests for mails, by hashed address, whether it is known or not
  key        BLOB PRIMARY KEY CHECK (length(key) = 32), -- keyed by what it is about: BLAKE2b of kind and address
  kind       TEXT NOT NULL CHECK (kind IN ('sign_in', 'request')), -- what is counted
  failures   INTEGER NOT NULL CHECK (failures >= 0), -- consecutive tries without success
  blocked_to INTEGER NOT NULL, -- no try is looked at before
  since      INTEGER NOT NULL, -- beginning of the present window of a day (tries) or an hour (requests)
  counted    INTEGER NOT NULL CHECK (counted >= 0), -- in the present window
  last_at    INTEGER NOT NULL -- last try: old rows are swept away
) STRICT, WITHOUT ROWID;
CREATE INDEX throttle_by_age ON throttle (last_at);

CREATE TABLE token ( -- what a mailed link carries, hashed
  hash       BLOB PRIMARY KEY CHECK (length(hash) = 32), -- BLAKE2b-256 of the token
  purpose    TEXT NOT NULL CHECK (purpose IN ('activation', 'reset')), -- what it opens
  account    TEXT NOT NULL REFERENCES account (id), -- whose
  created_at INTEGER NOT NULL, -- when
  lifetime   INTEGER NOT NULL CHECK (lifetime > 0), -- seconds, from the moment the mail was accepted
  expires_at INTEGER NOT NULL, -- moved to acceptance + lifetime once its mail was accepted
  used_at    INTEGER, -- when its form was sent: once
  void_at    INTEGER  -- when a newer one took its place
) STRICT, WITHOUT ROWID;
CREATE INDEX token_by_account ON token (account, purpose);

CREATE TABLE session ( -- who is signed in
  hash         BLOB PRIMARY KEY CHECK (length(hash) = 32), -- BLAKE2b-256 of the cookie's token
  account      TEXT NOT NULL REFERENCES account (id), -- whose
  signed_in_at INTEGER NOT NULL, -- the absolute limit counts from here
  seen_at      INTEGER NOT NULL  -- last request, to the minute: the idle limit counts from here
) STRICT, WITHOUT ROWID;
CREATE INDEX session_by_account ON session (account);
CREATE INDEX session_by_age ON session (seen_at);
