#include "lib/test.h"

#include "base/file.h"
#include "http/seal.h"

#include <sys/stat.h>

static struct arena *arena;

static const struct keys *some_keys(unsigned char first)
{
    unsigned char secret[KEY_BYTES] = {first, 2, 3};
    return keys_from(arena, secret);
}

static void what_was_sealed_opens_again(void **state)
{
    (void)state;
    const struct keys *keys = some_keys(1);
    const struct str texts[] = {STR_INIT(""), STR_INIT("a"), STR_INIT("été\n\0 & more")};
    for (size_t i = 0; i < 3; i++) {
        struct str plain, sealed = seal(keys, KEY_REPRISE, texts[i], arena);
        assert_true(unseal(keys, KEY_REPRISE, sealed, arena, &plain));
        assert_true(str_eq(plain, texts[i]));
    }
}

static void sealing_twice_gives_two_texts(void **state)
{
    (void)state;
    const struct keys *keys = some_keys(1);
    assert_false(str_eq(seal(keys, KEY_REPRISE, STR("x"), arena), seal(keys, KEY_REPRISE, STR("x"), arena)));
}

static void another_key_or_use_does_not_open(void **state)
{
    (void)state;
    struct str plain, sealed = seal(some_keys(1), KEY_REPRISE, STR("secret"), arena);
    assert_false(unseal(some_keys(2), KEY_REPRISE, sealed, arena, &plain));
    assert_false(unseal(some_keys(1), KEY_CSRF, sealed, arena, &plain));
}

static void no_changed_character_goes_unseen(void **state)
{
    (void)state;
    const struct keys *keys = some_keys(1);
    struct str plain, sealed = seal(keys, KEY_REPRISE, STR("secret"), arena);
    for (size_t i = 0; i < sealed.n; i++) {
        char *changed = arena_alloc(arena, sealed.n + 1);
        memcpy(changed, sealed.p, sealed.n);
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        assert_false(unseal(keys, KEY_REPRISE, (struct str){changed, sealed.n}, arena, &plain));
        assert_false(unseal(keys, KEY_REPRISE, str_sub(sealed, 0, i), arena, &plain));
    }
    assert_false(unseal(keys, KEY_REPRISE, arena_join(arena, sealed, STR("=")), arena, &plain));
    assert_false(unseal(keys, KEY_REPRISE, STR("é"), arena, &plain));
}

static void hashes_differ_by_use(void **state)
{
    (void)state;
    unsigned char a[HASH_BYTES], b[HASH_BYTES], again[HASH_BYTES];
    keys_hash(some_keys(1), KEY_CSRF, STR("x"), a);
    keys_hash(some_keys(1), KEY_CSRF, STR("x"), again);
    keys_hash(some_keys(1), KEY_ADDRESS, STR("x"), b);
    assert_memory_equal(a, again, HASH_BYTES);
    assert_memory_not_equal(a, b, HASH_BYTES);
}

static void the_key_is_made_once_and_for_its_owner_alone(void **state)
{
    (void)state;
    const char *folder = test_tmp("key-made");
    struct str error;
    struct stat about;
    assert_int_equal(file_make_folders(folder, 0700), 0);
    const char *path = arena_printf(arena, "%s/key", folder).p;
    unlink(path);
    const struct keys *first = keys_open(arena, folder, &error);
    assert_non_null(first);
    assert_int_equal(stat(path, &about), 0);
    assert_int_equal(about.st_mode & 0777, 0600);
    const struct keys *second = keys_open(arena, folder, &error);
    assert_non_null(second);
    struct str plain;
    assert_true(unseal(second, KEY_REPRISE, seal(first, KEY_REPRISE, STR("x"), arena), arena, &plain));
}

static void a_key_that_others_can_read_is_refused(void **state)
{
    (void)state;
    const char *folder = test_tmp("key-open");
    struct str error;
    assert_int_equal(file_make_folders(folder, 0700), 0);
    const char *path = arena_printf(arena, "%s/key", folder).p;
    assert_int_equal(file_write_atomic(path, STR("01234567890123456789012345678901"), 0640), 0);
    assert_null(keys_open(arena, folder, &error));
    assert_true(str_find(error, STR("chmod 600")) > 0);
    assert_int_equal(file_write_atomic(path, STR("short"), 0600), 0);
    assert_null(keys_open(arena, folder, &error));
    assert_true(str_find(error, STR("32 bytes")) > 0);
    assert_int_equal(file_write_atomic(path, STR("012345678901234567890123456789012"), 0600), 0);
    assert_null(keys_open(arena, folder, &error));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_sealed_opens_again),
        cmocka_unit_test(sealing_twice_gives_two_texts),
        cmocka_unit_test(another_key_or_use_does_not_open),
        cmocka_unit_test(no_changed_character_goes_unseen),
        cmocka_unit_test(hashes_differ_by_use),
        cmocka_unit_test(the_key_is_made_once_and_for_its_owner_alone),
        cmocka_unit_test(a_key_that_others_can_read_is_refused),
    };
    arena = arena_new();
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_free(arena);
    return failed;
}
