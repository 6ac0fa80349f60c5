/* Profiles: what was concluded about a client, a dated history that only grows (Q7): a hash chain over each
 * client's lines. */
#ifndef PORTILLON_PROFILE_PROFILE_H
#define PORTILLON_PROFILE_PROFILE_H

#include "store/site.h"
#include "store/store.h"
#include "verify/findings.h"

enum profile_origin {
    PROFILE_QUESTIONNAIRE /* on site */,
    PROFILE_MANUAL,
    PROFILE_REMOTE /* from the space */,
    PROFILE_ORIGIN__MAX
};
struct profile {
    struct str client;
    int64_t number; /* 1, 2, 3 … for each client */
    enum profile_origin origin;
    struct str submission; /* empty when manual */
    struct str definition, version;
    struct str levels; /* lines `result=level score base` */
    struct str reason, author;
    int64_t at;
};
struct profiles {
    struct profile *items;
    size_t count, cap;
};
/* A client's history, newest first. */
enum store_status profile_list(struct store_db *db, struct arena *a, struct str client, struct profiles *out);
/* Appends: number, previous and hash are made here; `digest` is the submission's, or empty. */
enum store_status profile_append(struct store_db *db, const struct profile *profile, struct str digest);
/* Works the chains of all clients out again, and compares with the submissions they came of. */
enum store_status profiles_verify(struct store_db *db, struct findings *findings);
/* One `result=level …` line after another: false at the end. The level is empty when there is none, for want
 * of an answer. */
bool profile_next_level(struct str *levels, struct str *result, struct str *level);

#endif
