/* Inside the store: reading a definition out of the tables that site.db and store.db have alike. */
#ifndef PORTILLON_STORE_DEFINITION_H
#define PORTILLON_STORE_DEFINITION_H

#include "store/site.h"

/* Where its rows are. */
struct definition_tables {
    enum sql lines, texts; /* statements: depth, kind, declaration; language, line, role, text */
    const struct store_arg
        *args; /* the key: of `lines` the first n_line_args, of `texts` the first n_text_args */
    size_t n_line_args, n_text_args;
    const struct str *languages; /* in order; more are added as they come */
    size_t n_languages;
};

/* Reads form and wordings into *d, whose other fields are the caller's. STORE_BROKEN, with the reason in
 * `diags`, when its lines do not make a form. */
enum store_status definition_read(struct store_db *db, struct arena *a,
                                  const struct definition_tables *tables, struct definition *d,
                                  struct diags *diags);

#endif
