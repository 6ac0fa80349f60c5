#include "account/password.h"

#include <pthread.h>
#include <sodium.h>

enum {
    PLACES = 2,
    QUEUE_MAX = 20,
    WAIT_SECONDS = 3,
    COST_OPS = 3,
    COST_MEMORY = 64 * 1024 * 1024,
    HASH = sizeof(((struct password_hash *)NULL)->hash),
};

struct passwords {
    pthread_mutex_t lock;
    pthread_cond_t freed;
    unsigned busy, waiting;
    int64_t ops, memory; /* of new hashes */
    void (*waits)(void);
};

struct passwords *passwords_new(void (*waits)(void))
{
    struct passwords *p = sodium_init() < 0 ? NULL : calloc(1, sizeof(*p));
    if (p == NULL)
        return NULL;
    p->waits = waits;
    pthread_mutex_init(&p->lock, NULL);
    pthread_cond_init(&p->freed, NULL);
    passwords_set_cost(p, COST_OPS, COST_MEMORY);
    return p;
}

void passwords_free(struct passwords *p)
{
    if (p == NULL)
        return;
    pthread_mutex_destroy(&p->lock);
    pthread_cond_destroy(&p->freed);
    free(p);
}

void passwords_set_cost(struct passwords *p, int64_t ops, int64_t memory)
{
    p->ops = ops;
    p->memory = memory;
}

/* ---- places ---- */

static bool take_place(struct passwords *p)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += WAIT_SECONDS;
    pthread_mutex_lock(&p->lock);
    bool may_wait = p->waiting < QUEUE_MAX;
    p->waiting += may_wait;
    for (int timed_out = 0; may_wait && p->busy >= PLACES && timed_out == 0;)
        timed_out = pthread_cond_clockwait(&p->freed, &p->lock, CLOCK_MONOTONIC, &until);
    p->waiting -= may_wait;
    bool got = may_wait && p->busy < PLACES;
    p->busy += got;
    pthread_mutex_unlock(&p->lock);
    return got;
}

static void leave_place(struct passwords *p)
{
    pthread_mutex_lock(&p->lock);
    p->busy--;
    pthread_cond_signal(&p->freed);
    pthread_mutex_unlock(&p->lock);
}

/* false: no place, or no memory, which crypto_pwhash alone tells from a wrong password. */
static bool work_out(struct passwords *p, struct str password, const struct password_hash *with,
                     unsigned char out[static HASH])
{
    if (p->waits != NULL)
        p->waits();
    if (!take_place(p))
        return false;
    int failed =
        crypto_pwhash(out, HASH, password.p != NULL ? password.p : "", password.n, with->salt,
                      (unsigned long long)with->ops, (size_t)with->memory, crypto_pwhash_ALG_ARGON2ID13);
    leave_place(p);
    return failed == 0;
}

enum hashing password_make(struct passwords *p, struct str password, struct password_hash *out)
{
    *out = (struct password_hash){.ops = p->ops, .memory = p->memory};
    randombytes_buf(out->salt, sizeof(out->salt));
    return work_out(p, password, out, out->hash) ? HASHING_RIGHT : HASHING_BUSY;
}

enum hashing password_check(struct passwords *p, struct str password, const struct password_hash *hash)
{
    const struct password_hash nobody = {.ops = p->ops, .memory = p->memory};
    const struct password_hash *with = hash != NULL ? hash : &nobody;
    unsigned char worked_out[HASH];
    if (!work_out(p, password, with, worked_out))
        return HASHING_BUSY;
    bool right = sodium_memcmp(worked_out, with->hash, sizeof(worked_out)) == 0 && hash != NULL;
    sodium_memzero(worked_out, sizeof(worked_out));
    return right ? HASHING_RIGHT : HASHING_WRONG;
}
