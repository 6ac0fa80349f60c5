/* Passwords: what may be chosen, and argon2id in two places with a short queue. */
#ifndef PORTILLON_ACCOUNT_PASSWORD_H
#define PORTILLON_ACCOUNT_PASSWORD_H

#include "base/arena.h"

enum password_problem {
    PASSWORD_OK,
    PASSWORD_EMPTY,
    PASSWORD_TOO_SHORT, /* clients 12, members 15 characters */
    PASSWORD_DIGITS,    /* digits alone, fewer than 16 */
    PASSWORD_TOO_LONG,  /* over 1024 bytes */
    PASSWORD_COMMON,    /* on the list */
    PASSWORD_REPEATED,  /* the same few characters over and over */
    PASSWORD_SEQUENCE,  /* as they follow in the alphabet or on a keyboard */
    PASSWORD_PERSONAL,  /* has the name, the e-mail address or the product's or site's name in it and little
                           else */
    PASSWORD_PROBLEM__MAX
};
struct str password_problem_name(enum password_problem p); /* catalogue: `password.problem.<name>` */
enum { PASSWORD_MIN_CLIENT = 12, PASSWORD_MIN_MEMBER = 15, PASSWORD_MAX_BYTES = 1024 };
/* `words` are names, e-mail address, site name …: of its owner. */
enum password_problem password_judge(struct str password, size_t min, const struct str *words,
                                     size_t n_words);

struct password_hash {
    unsigned char hash[32], salt[16];
    int64_t ops, memory; /* argon2id: passes, bytes */
};

struct passwords; /* the two places and their queue */
/* `waits` is called by a thread that is about to wait for a place and hash; or NULL. */
struct passwords *passwords_new(void (*waits)(void));
void passwords_free(struct passwords *p);
/* Less work, for tests. */
void passwords_set_cost(struct passwords *p, int64_t ops, int64_t memory);
enum hashing {
    HASHING_RIGHT,
    HASHING_WRONG,
    HASHING_BUSY /* no place within 3 s, queue of 20 full, or no memory */,
    HASHING__MAX
};
/* A fresh salt and today's parameters (t=3, m=64 MiB). HASHING_RIGHT when made. */
enum hashing password_make(struct passwords *p, struct str password, struct password_hash *out);
/* A NULL hash takes as long as a real one and is HASHING_WRONG. */
enum hashing password_check(struct passwords *p, struct str password, const struct password_hash *hash);

#endif
