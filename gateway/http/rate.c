#include "http/rate.h"

#include "base/memory.h"

#include <pthread.h>

enum { SETS = 8192, WAYS = 8, STRIPES = 64 };

struct bucket {
    uint64_t key;
    int64_t empty_at; /* when all that was asked has been worked off, in milliseconds */
};

struct rate {
    const struct keys *keys;
    pthread_mutex_t locks[STRIPES];
    struct bucket buckets[SETS][WAYS];
};

struct rate *rate_new(const struct keys *keys)
{
    struct rate *r = memory_resize(NULL, sizeof *r);
    memset(r, 0, sizeof *r);
    r->keys = keys;
    for (size_t i = 0; i < STRIPES; i++)
        pthread_mutex_init(&r->locks[i], NULL);
    return r;
}

void rate_free(struct rate *r)
{
    if (r == NULL)
        return;
    for (size_t i = 0; i < STRIPES; i++)
        pthread_mutex_destroy(&r->locks[i]);
    free(r);
}

/* The first four groups of an IPv6 address as nginx writes it ("2001:db8::1"): its network. An address of
 * another kind stands for itself. */
static struct str network_of(struct str address, char text[static 24])
{
    unsigned groups[8] = {0};
    size_t n = 0, gap = 8;
    if (str_find_char(address, ':') < 0 || str_find_char(address, '.') >= 0)
        return address;
    for (struct str rest = address; rest.n > 0 && n < 8;) {
        struct str group = str_cut(&rest, ':');
        if (group.n == 0 && gap == 8)
            gap = n;
        for (size_t i = 0; i < group.n && i < 4; i++)
            groups[n] = groups[n] * 16 + (unsigned)str_find_char(STR("0123456789abcdef"), group.p[i]);
        n += group.n > 0;
    }
    /* What stands behind "::" belongs to the end. */
    size_t behind = gap < n ? n - gap : 0, to = 8 - behind;
    for (size_t i = 0; i < 4; i++) {
        unsigned group = i < gap ? groups[i] : i >= to ? groups[gap + i - to] : 0;
        snprintf(text + i * 5, 6, "%04x:", group & 0xffff);
    }
    return (struct str){text, 20};
}

/* Keyed, so that nobody can choose addresses that push others' buckets out. */
static uint64_t bucket_key(const struct rate *r, struct str address, uint32_t page)
{
    char message[64 + sizeof page] = {0}, text[24];
    struct str network = network_of(address, text);
    memcpy(message, network.p, network.n < 64 ? network.n : 64);
    memcpy(message + 64, &page, sizeof page);
    unsigned char hash[HASH_BYTES];
    keys_hash(r->keys, KEY_ADDRESS, (struct str){message, sizeof message}, hash);
    uint64_t key;
    memcpy(&key, hash, sizeof key);
    return key;
}

static struct bucket *find_bucket(struct bucket set[WAYS], uint64_t key)
{
    struct bucket *oldest = &set[0];
    for (size_t i = 0; i < WAYS; i++) {
        if (set[i].key == key)
            return &set[i];
        if (set[i].empty_at < oldest->empty_at)
            oldest = &set[i];
    }
    *oldest = (struct bucket){.key = key};
    return oldest;
}

int rate_wait(struct rate *r, const struct rate_request *request)
{
    if (request->times == 0)
        return 0;
    uint64_t key = bucket_key(r, request->address, request->page);
    size_t set = key % SETS;
    pthread_mutex_t *lock = &r->locks[set % STRIPES];
    int64_t period = (int64_t)request->period * 1000, each = period / request->times;
    int64_t now = request->milliseconds;
    pthread_mutex_lock(lock);
    struct bucket *bucket = find_bucket(r->buckets[set], key);
    int64_t from = bucket->empty_at > now ? bucket->empty_at : now;
    int64_t over = from + each - now - period;
    if (over <= 0)
        bucket->empty_at = from + each;
    pthread_mutex_unlock(lock);
    return over <= 0 ? 0 : (int)((over + 999) / 1000);
}
