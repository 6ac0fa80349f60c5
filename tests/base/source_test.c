#include "base/source.h"

#include "base/file.h"
#include "lib/test.h"

static struct arena *arena;
static struct diags *diags;

static int begin(void **state)
{
    (void)state;
    arena = arena_new();
    diags = diags_new(arena, 10);
    return 0;
}

static int end(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static const struct source *read_back(const char *content, size_t max)
{
    const char *path = test_tmp("source.md");
    assert_int_equal(file_write_atomic(path, str_from(content), 0644), 0);
    return source_read(arena, path, STR("fr/source.md"), max, diags);
}

static void a_good_file_gives_its_text(void **state)
{
    (void)state;
    const struct source *s = read_back("été\n", 100);
    assert_str(s->text, "été\n");
    assert_str(s->name, "fr/source.md");
    assert_int_equal(diags_errors(diags) + diags_warnings(diags), 0);
}

static void a_byte_order_mark_is_left_out_with_a_warning(void **state)
{
    (void)state;
    const struct source *s = read_back("\xef\xbb\xbfx", 100);
    assert_str(s->text, "x");
    assert_true(diags_has(diags, D_BYTE_ORDER_MARK));
    assert_int_equal(diags_errors(diags), 0);
}

static void what_cannot_be_used_is_reported(void **state)
{
    (void)state;
    assert_null(read_back("caf\xe9", 100));
    assert_true(diags_has(diags, D_NOT_UTF8));
    assert_null(read_back("too long", 3));
    assert_true(diags_has(diags, D_FILE_TOO_LARGE));
    assert_null(source_read(arena, test_tmp("none.md"), STR("none.md"), 10, diags));
    assert_true(diags_has(diags, D_FILE_READ));
    assert_int_equal(diags_errors(diags), 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_good_file_gives_its_text, begin, end),
        cmocka_unit_test_setup_teardown(a_byte_order_mark_is_left_out_with_a_warning, begin, end),
        cmocka_unit_test_setup_teardown(what_cannot_be_used_is_reported, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
