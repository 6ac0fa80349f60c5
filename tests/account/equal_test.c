/* Signing in does the same work whether the address is known or not: the same hashing, the same commits, and,
 * but for the hashing, the same time. What is counted is what the program asks of libsodium and of the disk:
 * both functions stand here before those of the libraries, note that they were called, and call them. */
#include <dlfcn.h>
#include <pthread.h>
#include <sodium.h>

#include "account/account.h"
#include "account/throttle.h"
#include "store/fixture.h"

struct work {
    int hashings;
    unsigned long long ops, memory, bytes; /* of all of them */
    int commits;
};
static struct work done;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

int crypto_pwhash(unsigned char *const out, unsigned long long out_n, const char *const password,
                  unsigned long long password_n, const unsigned char *const salt, unsigned long long ops,
                  size_t memory, int algorithm)
{
    __typeof__(crypto_pwhash) *real;
    *(void **)&real = dlsym(RTLD_NEXT, "crypto_pwhash");
    pthread_mutex_lock(&lock);
    done.hashings++;
    done.ops += ops;
    done.memory += memory;
    done.bytes += password_n;
    pthread_mutex_unlock(&lock);
    return real(out, out_n, password, password_n, salt, ops, memory, algorithm);
}

/* The library's own declaration has a reserved name there. */
int fdatasync(int fd) // NOLINT(readability-inconsistent-declaration-parameter-name)
{
    __typeof__(fdatasync) *real;
    *(void **)&real = dlsym(RTLD_NEXT, "fdatasync");
    pthread_mutex_lock(&lock);
    done.commits++;
    pthread_mutex_unlock(&lock);
    return real(fd);
}

static const char known[] = "emilie@example.org", unknown[] = "nobody@example.org";
static const char invited[] = "hugo@example.org", member[] = "claire@cabinet.example";

static void people(struct fixture *f)
{
    struct str adviser = fixture_member(f, member);
    fixture_account(f, fixture_client(f, adviser, known), "right password");
    fixture_account(f, fixture_client(f, adviser, invited), NULL);
}

static enum sign_in try_at(struct fixture *f, const char *email, enum account_door door)
{
    return account_sign_in(&f->app, f->arena, str_from(email), STR("wrong password"), door).outcome;
}

static struct work work_of(struct fixture *f, const char *email, enum account_door door)
{
    done = (struct work){0};
    assert_int_equal(try_at(f, email, door), SIGN_IN_WRONG);
    return done;
}

static void a_wrong_password_and_an_unknown_address_are_the_same_work(void **state)
{
    struct fixture *f = *state;
    people(f);
    const char *const addresses[] = {unknown, known, invited, member};
    for (int door = 0; door < ACCOUNT_DOOR__MAX; door++) {
        struct work first = work_of(f, unknown, (enum account_door)door);
        assert_int_equal(first.hashings, 1);
        assert_int_equal(first.ops, 1); /* the fixture's, as they are set */
        assert_int_equal(first.memory, 8192);
        assert_int_equal(first.bytes, strlen("wrong password"));
        assert_int_equal(first.commits, 1);
        for (size_t i = 0; i < sizeof(addresses) / sizeof(*addresses); i++) {
            struct work work = work_of(f, addresses[i], (enum account_door)door);
            assert_memory_equal(&work, &first, sizeof(work));
        }
    }
}

static void who_has_to_wait_costs_no_hashing_known_or_not(void **state)
{
    struct fixture *f = *state;
    people(f);
    struct work blocked[2] = {{0}, {0}};
    for (size_t i = 0; i < 2; i++) {
        const char *email = i == 0 ? known : unknown;
        for (int n = 0; n < THROTTLE_FREE; n++)
            assert_int_equal(try_at(f, email, DOOR_CLIENT), SIGN_IN_WRONG);
        done = (struct work){0};
        assert_int_equal(try_at(f, email, DOOR_CLIENT), SIGN_IN_LATER);
        blocked[i] = done;
    }
    assert_int_equal(blocked[0].hashings, 0);
    assert_memory_equal(&blocked[0], &blocked[1], sizeof(blocked[0]));
}

/* ---- time ---- */

enum { PEOPLE = 100, TRIES = 10, SAMPLES = PEOPLE * TRIES };

static int64_t nanoseconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

static int compare(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static int64_t median(int64_t *samples, size_t n)
{
    qsort(samples, n, sizeof(*samples), compare);
    return samples[n / 2];
}

static int64_t time_of(struct fixture *f, const char *host, size_t n)
{
    struct str email = arena_printf(f->arena, "person%zu@%s", n, host);
    int64_t begun = nanoseconds();
    assert_int_equal(try_at(f, email.p, DOOR_CLIENT), SIGN_IN_WRONG);
    return nanoseconds() - begun;
}

/* What a real hash takes on this machine at least. */
static int64_t time_of_a_real_hash(void)
{
    int64_t least = INT64_MAX;
    struct password_hash hash;
    struct passwords *real = passwords_new(NULL);
    for (size_t i = 0; i < 5; i++) {
        int64_t begun = nanoseconds();
        assert_int_equal(password_make(real, STR("tulipe"), &hash), HASHING_RIGHT);
        int64_t time = nanoseconds() - begun;
        least = time < least ? time : least;
    }
    passwords_free(real);
    return least;
}

/* With a hash that costs next to nothing, so that all the rest shows: by turns, 2,000 tries in all. An hour
 * goes by between two tries of one address, so that nobody is made to wait. */
static void medians_differ_by_less_than_a_twentieth_of_a_hash(void **state)
{
    struct fixture *f = *state;
    static int64_t there[SAMPLES], absent[SAMPLES];
    struct str adviser = fixture_member(f, member);
    for (size_t i = 0; i < PEOPLE; i++) {
        struct str email = arena_printf(f->arena, "person%zu@known.example", i);
        fixture_account(f, fixture_client(f, adviser, email.p), "right password");
    }
    for (size_t i = 0; i < SAMPLES; i++) {
        if (i % PEOPLE == 0)
            fixture_now += 3600;
        there[i] = time_of(f, "known.example", i % PEOPLE);
        absent[i] = time_of(f, "other.example", i % PEOPLE);
    }
    int64_t difference = median(there, SAMPLES) - median(absent, SAMPLES), hash = time_of_a_real_hash();
    if (llabs(difference) * 20 > hash)
        fail_msg("%lld us more for known addresses; a hash takes %lld us", (long long)difference / 1000,
                 (long long)hash / 1000);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_wrong_password_and_an_unknown_address_are_the_same_work),
        TEST(who_has_to_wait_costs_no_hashing_known_or_not),
        TEST(medians_differ_by_less_than_a_twentieth_of_a_hash),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
