#include "account/password.h"

#include <pthread.h>

#include "lib/test.h"

static const struct str words[] = {STR_INIT("Émilie"), STR_INIT("Lefèvre-Dubois"),
                                   STR_INIT("emilie.lefevre@exemple.be"), STR_INIT("Cabinet Horizon")};

static enum password_problem judge(const char *password, size_t min)
{
    return password_judge(str_from(password), min, words, sizeof(words) / sizeof(*words));
}

static void good_passwords_are_taken(void **state)
{
    (void)state;
    static const char *const good[] = {
        "correct cheval pile agrafe",
        "xK9!mQz27_rTw",
        "la théière grince doucement",
        "vert tulipe marteau kayak",
        "7402918365829174",
        "ÀÉÎÕÜ-wzq-ßþð",
        "Emilie aime les vieux vélos",
        "trois petits pinsons mouillés",
        "日本語のパスワードは長い方がよい",
        "mijn fietsbel piept vreselijk",
    };
    for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++) {
        enum password_problem p = judge(good[i], PASSWORD_MIN_CLIENT);
        if (p != PASSWORD_OK)
            fail_msg("refused: %s (" STR_FMT ")", good[i], STR_ARG(password_problem_name(p)));
    }
}

static void bad_passwords_are_refused_with_the_reason(void **state)
{
    (void)state;
    static const struct {
        const char *password;
        enum password_problem problem;
    } bad[] = {
        {"", PASSWORD_EMPTY},
        {"xK9!mQz27_r", PASSWORD_TOO_SHORT},
        {"ééééé€€€€€!", PASSWORD_TOO_SHORT},
        {"740291836582917", PASSWORD_DIGITS},
        {"aaaaaaaaaaaaaa", PASSWORD_REPEATED},
        {"abcdefghijklmnop", PASSWORD_SEQUENCE},
        {"zyxwvutsrqponm", PASSWORD_SEQUENCE},
        {"azertyuiopqsdfghjklm", PASSWORD_SEQUENCE},
        {"QWERTYUIOP123", PASSWORD_SEQUENCE},
        {"1234567890123456", PASSWORD_SEQUENCE},
        {"x7kx7kx7kx7k", PASSWORD_REPEATED},
        {"MotDePasse2026!", PASSWORD_COMMON},
        {"m0td3p@sse2026", PASSWORD_COMMON},
        {"Wachtwoord123!", PASSWORD_COMMON},
        {"password12345", PASSWORD_COMMON},
        {"BienvenueParis1", PASSWORD_COMMON},
        {"bonjourbonjour1!", PASSWORD_COMMON},
        {"Doudou-doudou-1", PASSWORD_COMMON},
        {"EmilieLefevre85", PASSWORD_PERSONAL},
        {"lefevredubois2026", PASSWORD_PERSONAL},
        {"cabinet-horizon!!", PASSWORD_PERSONAL},
        {"Portillon-x9k2", PASSWORD_PERSONAL},
    };
    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
        enum password_problem p = judge(bad[i].password, PASSWORD_MIN_CLIENT);
        if (p != bad[i].problem)
            fail_msg("%s: " STR_FMT, bad[i].password, STR_ARG(password_problem_name(p)));
    }
}

static void members_need_longer_ones_and_nobody_more_than_a_kilobyte(void **state)
{
    (void)state;
    char long_one[1025];
    unsigned seed = 1;
    for (size_t i = 0; i < sizeof(long_one); i++) {
        seed = seed * 1103515245 + 12345;
        long_one[i] = (char)('a' + (seed >> 16) % 26);
    }
    assert_int_equal(judge("xK9!mQz27_rTwp", PASSWORD_MIN_MEMBER), PASSWORD_TOO_SHORT);
    assert_int_equal(judge("xK9!mQz27_rTwp8", PASSWORD_MIN_MEMBER), PASSWORD_OK);
    assert_int_equal(password_judge((struct str){long_one, 1024}, PASSWORD_MIN_CLIENT, NULL, 0), PASSWORD_OK);
    assert_int_equal(password_judge((struct str){long_one, 1025}, PASSWORD_MIN_CLIENT, NULL, 0),
                     PASSWORD_TOO_LONG);
}

static void only_the_right_password_is_right(void **state)
{
    (void)state;
    struct passwords *p = passwords_new(NULL);
    struct password_hash hash;
    struct password_hash other;
    passwords_set_cost(p, 1, 8192);
    assert_int_equal(password_make(p, STR("tulipe"), &hash), HASHING_RIGHT);
    assert_int_equal(password_make(p, STR("tulipe"), &other), HASHING_RIGHT);
    assert_memory_not_equal(hash.hash, other.hash, sizeof(hash.hash));
    assert_int_equal(password_check(p, STR("tulipe"), &hash), HASHING_RIGHT);
    assert_int_equal(password_check(p, STR("tulipf"), &hash), HASHING_WRONG);
    assert_int_equal(password_check(p, STR("tulipe\0"), &hash), HASHING_WRONG);
    assert_int_equal(password_check(p, STR(""), NULL), HASHING_WRONG);
    passwords_free(p);
}

static void real_ones_cost_what_they_must(void **state)
{
    (void)state;
    struct passwords *p = passwords_new(NULL);
    struct password_hash hash;
    assert_int_equal(password_make(p, STR("tulipe"), &hash), HASHING_RIGHT);
    assert_int_equal(hash.ops, 3);
    assert_int_equal(hash.memory, 64 * 1024 * 1024);
    hash.memory = INT64_C(1) << 50; /* cannot be had: not the same as wrong */
    assert_int_equal(password_check(p, STR("tulipe"), &hash), HASHING_BUSY);
    passwords_free(p);
}

struct crowd {
    struct passwords *passwords;
    int done, busy;
};

static void *hash_one(void *context)
{
    struct crowd *c = context;
    struct password_hash hash;
    bool done = password_make(c->passwords, STR("tulipe"), &hash) == HASHING_RIGHT;
    __atomic_add_fetch(done ? &c->done : &c->busy, 1, __ATOMIC_SEQ_CST);
    return NULL;
}

/* Each takes so long that the queue is full while the first ones are worked on. */
static void a_crowd_is_sent_away_and_not_queued_without_end(void **state)
{
    (void)state;
    enum { CROWD = 60 };
    pthread_t threads[CROWD];
    struct crowd c = {.passwords = passwords_new(NULL)};
    passwords_set_cost(c.passwords, 8, 64 * 1024 * 1024);
    for (size_t i = 0; i < CROWD; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, hash_one, &c), 0);
    for (size_t i = 0; i < CROWD; i++)
        pthread_join(threads[i], NULL);
    assert_int_equal(c.done + c.busy, CROWD);
    assert_true(c.done >= 2);
    assert_true(c.busy > 0);
    passwords_set_cost(c.passwords, 1, 8192);
    hash_one(&c);
    assert_int_equal(c.done + c.busy, CROWD + 1);
    passwords_free(c.passwords);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_passwords_are_taken),
        cmocka_unit_test(bad_passwords_are_refused_with_the_reason),
        cmocka_unit_test(members_need_longer_ones_and_nobody_more_than_a_kilobyte),
        cmocka_unit_test(only_the_right_password_is_right),
        cmocka_unit_test(real_ones_cost_what_they_must),
        cmocka_unit_test(a_crowd_is_sent_away_and_not_queued_without_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
