/* A chain of hashes being gone through: each row carries its number, the hash of the row before, and its own.
 */
#ifndef PORTILLON_VERIFY_CHAIN_H
#define PORTILLON_VERIFY_CHAIN_H

#include "store/digest.h"
#include "verify/findings.h"

/* A row's place in its chain. */
struct chain_link {
    int64_t number;
    unsigned char previous[DIGEST_SIZE], hash[DIGEST_SIZE];
};

struct str chain_bytes(const unsigned char hash[static DIGEST_SIZE]);

/* A row as it is stored. */
struct chain_row {
    const char *table;
    struct str id, reference;
    int64_t number;
    struct str previous, hash;
};
/* The link that must follow the one that was stored: its number and previous hash. Begin with a zeroed one.
 */
struct chain_link chain_next(const struct chain_link *last);
/* Compares the row with the link as it was worked out, hash included, and reports the first thing that
 * differs. *link is then what is stored, so that one change is not reported of all rows behind it. */
bool chain_check(struct chain_link *link, const struct chain_row *row, struct findings *findings);

#endif
