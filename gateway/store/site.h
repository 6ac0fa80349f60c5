/* site.db, what the generator published: definitions, templates, texts, messages. Opened read-only and whole
 * into memory; a new file is taken up between two requests, without a restart. */
#ifndef PORTILLON_STORE_SITE_H
#define PORTILLON_STORE_SITE_H

#include "base/diag.h"
#include "form/form.h"
#include "store/site_index.h"
#include "store/store.h"
#include "theme/catalogue.h"
#include "theme/format.h"
#include "theme/template.h"

/* The words of a definition in one language. */
struct wording {
    struct str language;
    struct str title;       /* of the questionnaire, plain */
    struct str description; /* plain, or empty */
    struct html intro;
    const struct str
        *titles; /* by line, from index 1; plain text; of a check its message; empty when there is none */
    const struct str *items; /* by line: what one item of a point that is repeated is called, or empty */
    const struct html
        *hints; /* by line, from index 1: hint of a point, question, option or result, text of a level */
};

/* A published version of a questionnaire. */
struct definition {
    struct str id, version, wording_hash;
    bool is_public;
    int validity_months; /* 0: no end */
    const struct form *form;
    const struct wording *wordings;
    size_t n_wordings;
};
/* Which one: of an empty version the one that is published, of an empty wording the one kept last. */
struct definition_key {
    struct str id, version, wording;
};
/* The wording in a language, else in the reference language (the first). */
const struct wording *definition_wording(const struct definition *d, struct str language);

/* Everything published at one moment; immutable, counted. Besides the theme's templates, `templates` holds
 * the messages: for the message `invitation` in French `message/invitation.fr.subject.txt` (one line),
 * `message/invitation.fr` (strict, HTML) and `message/invitation.fr.txt`. */
struct site {
    struct str name;
    struct str url; /* what the generator was told; the gateway's links come from its own configuration */
    const struct str *languages;       /* reference first */
    const struct str *language_names;  /* each by its own name: "Français" */
    const struct countries *countries; /* by language */
    const struct site_index *indexes;  /* by language */
    size_t n_languages;
    const struct definition *definitions;
    size_t n_definitions;
    const struct templates *templates;
    const struct catalogues *catalogues;
    struct str contact_name, contact_email, contact_phone; /* empty when site.yaml gives none */
    struct str css, js, icon;           /* addresses of the theme's assets, below /assets/ */
    const struct site_link *navigation; /* of all languages */
    size_t n_navigation;
};

/* An entry of the portal's navigation. */
struct site_link {
    struct str language, label, url;
};

struct site_source;
/* Watches the path. NULL when it cannot be read at the start, with the reason in `diags`. */
struct site_source *site_source_open(const char *path, struct diags *diags);
void site_source_close(struct site_source *s);
/* The current site, kept until given back. Looks (at most once a second) whether there is a newer file; a bad
 * new file is logged and the old site stays. */
const struct site *site_borrow(struct site_source *s);
/* Makes the next site_borrow look, whenever the last one did. */
void site_source_look(struct site_source *s);
void site_return(struct site_source *s, const struct site *site);

/* The site's own database, for one thread at a time: waits until it is free. Give it back with site_close. */
struct store_db *site_open(const struct site *site);
void site_close(const struct site *site);

/* The search index of a language; NULL: the site does not have the language. */
const struct site_index *site_index(const struct site *site, struct str language);

const struct definition *site_definition(const struct site *site, struct str id); /* NULL: none of this id */

/* Loads a definition kept in store.db, with all its words, into the arena. STORE_NONE: not kept. */
enum store_status definition_load(struct store_db *db, struct arena *a, struct definition_key key,
                                  const struct definition **out);
/* The site's when it is that one, else the one kept. STORE_NONE: neither. */
enum store_status definition_find(struct store_db *db, struct arena *a, const struct site *site,
                                  struct definition_key key, const struct definition **out);
/* Since when a version and its words are in use here, and which of the version's wordings it is. */
struct definition_provenance {
    int64_t kept_at, worded_at;  /* when they were first needed */
    int64_t wording, n_wordings; /* 1 for the first of them; 0: the key names none */
};
/* STORE_NONE: not kept. */
enum store_status definition_provenance(struct store_db *db, struct definition_key key,
                                        struct definition_provenance *out);
/* Copies a published definition into the store when it is not there yet. Inside a write. */
enum store_status definition_keep(struct store_db *db, const struct definition *d, int64_t now);

#endif
