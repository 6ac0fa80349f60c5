#include "store/files.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "base/file.h"
#include "lib/test.h"

/* BLAKE2b-256 of "abc" and of nothing, from `b2sum --length=256`. */
#define HASH_ABC "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319"
#define HASH_EMPTY "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8"

static struct files *files;
static struct diags *diags;
static struct arena *arena;
static const char *folder;

static const char *path_of(const char *name)
{
    return arena_printf(arena, "%s/%s", folder, name).p;
}

static struct str keep(struct files *f, struct str content)
{
    enum store_status status;
    struct str hash;
    struct incoming *in = incoming_new(f, &status);
    assert_non_null(in);
    assert_int_equal(incoming_add(in, content), STORE_OK);
    assert_int_equal(incoming_finish(in, &hash), STORE_OK);
    hash = arena_str(arena, hash);
    assert_int_equal(incoming_keep(in), STORE_OK);
    incoming_free(in);
    return hash;
}

static int count_one(const struct file_entry *entry, void *context)
{
    (void)entry;
    ++*(int *)context;
    return 0;
}

static int count(const char *of)
{
    int n = 0;
    assert_int_equal(file_walk(of, 1000, count_one, &n), 0);
    return n;
}

static void a_file_is_named_after_its_content(void **state)
{
    (void)state;
    assert_str(keep(files, STR("abc")), HASH_ABC);
    assert_str(keep(files, STR("")), HASH_EMPTY);
    assert_str(test_read_file(path_of("bd/" HASH_ABC)), "abc");
    assert_int_equal(files_check(files, STR(HASH_ABC)), STORE_OK);
    assert_int_equal(count(path_of("incoming")), 0);
    struct stat s;
    assert_int_equal(stat(path_of("bd/" HASH_ABC), &s), 0);
    assert_int_equal(s.st_mode & 07777, 0640);
}

static void the_same_content_is_one_file(void **state)
{
    (void)state;
    keep(files, STR("abc"));
    keep(files, STR("abc"));
    assert_int_equal(count(folder), 1);
}

static void what_is_not_kept_leaves_nothing(void **state)
{
    (void)state;
    enum store_status status;
    struct str hash;
    struct incoming *in = incoming_new(files, &status);
    assert_int_equal(incoming_add(in, STR("abc")), STORE_OK);
    assert_int_equal(incoming_size(in), 3);
    char bytes[8];
    assert_int_equal(incoming_read(in, 1, bytes, sizeof(bytes)), 2);
    assert_int_equal(count(folder), 1);
    assert_int_equal(incoming_finish(in, &hash), STORE_OK);
    incoming_free(in);
    assert_int_equal(count(folder), 0);
}

/* Someone who can write there puts links in the place of what is written. */
static void links_are_not_followed(void **state)
{
    (void)state;
    const char *outside = test_tmp("outside");
    file_remove_tree(outside);
    assert_int_equal(file_make_folders(outside, 0700), 0);
    assert_int_equal(symlink(outside, path_of("bd")), 0);
    enum store_status status;
    struct str hash;
    struct incoming *in = incoming_new(files, &status);
    assert_int_equal(incoming_add(in, STR("abc")), STORE_OK);
    assert_int_equal(incoming_finish(in, &hash), STORE_OK);
    assert_int_equal(incoming_keep(in), STORE_BROKEN);
    incoming_free(in);
    assert_int_equal(count(outside), 0);
    assert_int_equal(unlink(path_of("bd")), 0);

    /* A link where the file goes is replaced, and what it led to is as it was. */
    const char *victim = arena_printf(arena, "%s/victim", outside).p;
    assert_int_equal(file_write_atomic(victim, STR("mine"), 0600), 0);
    assert_int_equal(mkdir(path_of("bd"), 0750), 0);
    assert_int_equal(symlink(victim, path_of("bd/" HASH_ABC)), 0);
    assert_int_not_equal(files_check(files, STR(HASH_ABC)), STORE_OK);
    keep(files, STR("abc"));
    assert_str(test_read_file(victim), "mine");
    assert_int_equal(files_check(files, STR(HASH_ABC)), STORE_OK);
}

static void only_hashes_are_names(void **state)
{
    (void)state;
    static const char *const bad[] = {"",
                                      "../../etc/passwd",
                                      "bd/" HASH_ABC,
                                      "BDDD",
                                      HASH_ABC "0",
                                      "BDDD813C634239723171EF3FEE98579B94964E3BB1CB3E427262C8C068D52319",
                                      "../../../../../../../../../../../../../../../../../../etc/passwd"};
    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
        assert_int_equal(files_check(files, str_from(bad[i])), STORE_BROKEN);
    assert_int_equal(files_check(files, STR(HASH_ABC)), STORE_NONE);
}

static void damage_is_seen(void **state)
{
    (void)state;
    keep(files, STR("abc"));
    assert_int_equal(file_write_atomic(path_of("bd/" HASH_ABC), STR("abd"), 0640), 0);
    assert_int_equal(files_check(files, STR(HASH_ABC)), STORE_BROKEN);
    keep(files, STR("abc"));
    assert_int_equal(files_check(files, STR(HASH_ABC)), STORE_OK);
}

static bool is_abc(struct str hash, void *context)
{
    (void)context;
    return str_eq_z(hash, HASH_ABC);
}

static void what_nobody_names_is_swept(void **state)
{
    (void)state;
    enum store_status status;
    keep(files, STR("abc"));
    keep(files, STR("left"));
    struct incoming *in = incoming_new(files, &status);
    struct files_sweep sweep = {.before = 0, .is_named = is_abc};
    assert_int_equal(files_sweep(files, &sweep), 1);
    assert_int_equal(count(folder), 2); /* the file that is named, the one that comes in */
    sweep.before = INT64_MAX;
    assert_int_equal(files_sweep(files, &sweep), 1);
    assert_int_equal(count(folder), 1);
    assert_int_equal(files_check(files, STR(HASH_ABC)), STORE_OK);
    incoming_free(in);
}

static bool count_asks(struct str hash, void *context)
{
    ++*(int *)context;
    return is_abc(hash, NULL);
}

/* While a backup holds the files, who asks to forget a file that is named does not wait for its end. */
static void forgetting_what_is_named_takes_no_time(void **state)
{
    (void)state;
    int asks = 0;
    struct files_sweep sweep = {.is_named = count_asks, .context = &asks};
    keep(files, STR("abc"));
    keep(files, STR("left"));
    files_hold(files);
    files_forget(files, STR(HASH_ABC), &sweep);
    assert_int_equal(asks, 1);
    files_let_go(files);
    files_forget(files, STR(HASH_ABC), &sweep);
    assert_int_equal(files_check(files, STR(HASH_ABC)), STORE_OK);
}

static void copies_are_checked(void **state)
{
    (void)state;
    const char *other = test_tmp("other-files");
    file_remove_tree(other);
    struct files *to = files_open(other, diags);
    assert_non_null(to);
    keep(files, STR("abc"));
    assert_int_equal(files_copy(files, to, STR(HASH_ABC)), STORE_OK);
    assert_int_equal(files_copy(files, to, STR(HASH_ABC)), STORE_OK);
    assert_str(test_read_file(arena_printf(arena, "%s/bd/" HASH_ABC, other).p), "abc");
    assert_int_equal(files_copy(files, to, STR(HASH_EMPTY)), STORE_NONE);
    keep(files, STR(""));
    assert_int_equal(file_write_atomic(path_of("0e/" HASH_EMPTY), STR("more"), 0640), 0);
    assert_int_equal(files_copy(files, to, STR(HASH_EMPTY)), STORE_BROKEN);
    files_close(to);
}

static void a_folder_that_cannot_be_is_said(void **state)
{
    (void)state;
    const char *file = test_tmp("no-folder");
    assert_int_equal(file_write_atomic(file, STR(""), 0600), 0);
    assert_null(files_open(file, diags));
    assert_int_equal(diags_errors(diags), 1);
}

static int begin(void **state)
{
    (void)state;
    arena = arena_new();
    diags = diags_new(arena, 5);
    folder = test_tmp("files");
    file_remove_tree(folder);
    files = files_open(folder, diags);
    return files != NULL ? 0 : -1;
}

static int end(void **state)
{
    (void)state;
    files_close(files);
    arena_free(arena);
    return 0;
}

int main(void)
{
    umask(0027);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_file_is_named_after_its_content, begin, end),
        cmocka_unit_test_setup_teardown(the_same_content_is_one_file, begin, end),
        cmocka_unit_test_setup_teardown(what_is_not_kept_leaves_nothing, begin, end),
        cmocka_unit_test_setup_teardown(links_are_not_followed, begin, end),
        cmocka_unit_test_setup_teardown(only_hashes_are_names, begin, end),
        cmocka_unit_test_setup_teardown(damage_is_seen, begin, end),
        cmocka_unit_test_setup_teardown(what_nobody_names_is_swept, begin, end),
        cmocka_unit_test_setup_teardown(forgetting_what_is_named_takes_no_time, begin, end),
        cmocka_unit_test_setup_teardown(copies_are_checked, begin, end),
        cmocka_unit_test_setup_teardown(a_folder_that_cannot_be_is_said, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
