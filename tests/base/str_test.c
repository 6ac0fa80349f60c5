#include "lib/test.h"

static void slices_compare_by_their_bytes(void **state)
{
    (void)state;
    assert_true(str_eq(STR("été"), str_from("été")));
    assert_false(str_eq(STR("a"), STR("ab")));
    assert_true(str_eq((struct str){0}, STR("")));
    assert_true(str_eq_z(STR("abc"), "abc"));
    assert_true(str_eq((struct str){"a\0b", 3}, (struct str){"a\0b", 3}));
    assert_true(str_empty(str_from(NULL)));
    assert_int_equal(str_cmp(STR("abc"), STR("abc")), 0);
    assert_true(str_cmp(STR("ab"), STR("abc")) < 0);
    assert_true(str_cmp(STR("b"), STR("abc")) > 0);
    assert_true(str_cmp(STR("\xc3"), STR("a")) > 0);
    assert_true(str_cmp((struct str){0}, STR("a")) < 0);
}

static void only_ascii_letters_lose_their_case(void **state)
{
    (void)state;
    assert_true(str_eq_nocase(STR("Content-TYPE"), STR("content-type")));
    assert_false(str_eq_nocase(STR("É"), STR("é")));
    assert_false(str_eq_nocase(STR("@"), STR("`")));
    assert_false(str_eq_nocase(STR("a"), STR("ab")));
}

static void finds_what_is_there(void **state)
{
    (void)state;
    assert_true(str_starts(STR("espace"), STR("esp")));
    assert_false(str_starts(STR("es"), STR("esp")));
    assert_true(str_ends(STR("a.md"), STR(".md")));
    assert_false(str_ends(STR("md"), STR(".md")));
    assert_int_equal(str_find(STR("abcabd"), STR("abd")), 3);
    assert_int_equal(str_find(STR("abc"), STR("abcd")), -1);
    assert_int_equal(str_find(STR("abc"), STR("")), 0);
    assert_int_equal(str_find(STR("aab]:"), STR("]:")), 3);
    assert_int_equal(str_find(STR("]]:"), STR("]:")), 1);
    assert_int_equal(str_find(STR("]:"), STR("]:")), 0);
    assert_int_equal(str_find(str_sub(STR("a]:"), 0, 2), STR("]:")), -1);
    assert_int_equal(str_find(STR(":]a]"), STR("]:")), -1);
    assert_int_equal(str_find_char(STR("abc"), 'c'), 2);
    assert_int_equal(str_find_char((struct str){0}, 'c'), -1);
}

static void parts_never_leave_the_whole(void **state)
{
    (void)state;
    assert_str(str_sub(STR("abcdef"), 2, 4), "cd");
    assert_str(str_sub(STR("abc"), 2, 99), "c");
    assert_str(str_sub(STR("abc"), 9, 99), "");
    assert_str(str_sub(STR("abc"), 2, 1), "");
    assert_int_equal(str_sub((struct str){0}, 0, 5).n, 0);
    assert_str(str_trim(STR(" \t\r\n a b \n")), "a b");
    assert_str(str_trim(STR(" \n ")), "");
    assert_str(str_trim(STR("\xc2\xa0x")), "\xc2\xa0x");
}

static void cutting_takes_one_piece_after_the_other(void **state)
{
    (void)state;
    struct str rest = STR("a,,b");
    assert_str(str_cut(&rest, ','), "a");
    assert_str(str_cut(&rest, ','), "");
    assert_str(rest, "b");
    assert_str(str_cut(&rest, ','), "b");
    assert_str(rest, "");
    assert_str(str_cut(&rest, ','), "");
}

static void lines_end_in_lf_or_crlf(void **state)
{
    (void)state;
    struct str rest = STR("a\r\n\nb\rc\nlast\r");
    struct str line;
    assert_true(str_line(&rest, &line));
    assert_str(line, "a");
    assert_true(str_line(&rest, &line));
    assert_str(line, "");
    assert_true(str_line(&rest, &line));
    assert_str(line, "b\rc");
    assert_true(str_line(&rest, &line));
    assert_str(line, "last\r");
    assert_false(str_line(&rest, &line));
}

static void integers_are_whole_and_fit(void **state)
{
    (void)state;
    int64_t value = 7;
    assert_true(str_to_int64(STR("-9223372036854775808"), &value));
    assert_true(value == INT64_MIN);
    assert_true(str_to_int64(STR("9223372036854775807"), &value));
    assert_true(value == INT64_MAX);
    assert_true(str_to_int64(STR("007"), &value));
    assert_int_equal(value, 7);
    static const char *const wrong[] = {
        "",  "-", "+1", " 1", "1 ", "1.0", "0x1", "--1", "1e3", "9223372036854775808", "-9223372036854775809",
        "١",
    };
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
        assert_false(str_to_int64(str_from(wrong[i]), &value));
    assert_int_equal(value, 7);
}

/* Names of one length that differ in their digits fill a table as random numbers would: 63 in 100 of its
 * places. */
static void hash_spreads_names_that_are_alike(void **state)
{
    enum { SLOTS = 1 << 16 };
    (void)state;
    for (int width = 1; width <= 3; width++) {
        static bool taken[SLOTS];
        size_t n = 0;
        memset(taken, 0, sizeof(taken));
        for (int i = 0; i < SLOTS; i++) {
            char name[64];
            int length = snprintf(name, sizeof(name), "%*sfr/aide/page-%06d.md", width * 5, "", i);
            bool *slot = &taken[str_hash((struct str){name, (size_t)length}) & (SLOTS - 1)];
            n += !*slot;
            *slot = true;
        }
        assert_in_range(n, SLOTS * 60 / 100, SLOTS * 66 / 100);
    }
    assert_true(str_hash((struct str){0}) == str_hash(STR("")));
    assert_true(str_hash(STR("a")) != str_hash((struct str){"a\0", 2}));
}

static size_t distance(const char *a, const char *b)
{
    return str_distance(str_from(a), str_from(b), 100);
}

static void distance_counts_slips_of_the_pen(void **state)
{
    (void)state;
    assert_int_equal(distance("title", "title"), 0);
    assert_int_equal(distance("titel", "title"), 1);
    assert_int_equal(distance("optional", "optionnal"), 1);
    assert_int_equal(distance("horizon", "orizon"), 1);
    assert_int_equal(distance("kitten", "sitting"), 3);
    assert_int_equal(distance("", "abc"), 3);
    assert_int_equal(distance("abc", ""), 3);
    assert_int_equal(distance("ca", "abc"), 3);
    assert_int_equal(str_distance(STR("abcdef"), STR("uvwxyz"), 3), 3);
}

static void distance_of_endless_words_is_the_limit(void **state)
{
    (void)state;
    static char a[1000];
    static char b[1000];
    memset(a, 'a', sizeof(a));
    memset(b, 'b', sizeof(b));
    assert_int_equal(str_distance((struct str){a, sizeof(a)}, (struct str){b, sizeof(b)}, 5000), 5000);
    assert_int_equal(str_distance((struct str){a, sizeof(a)}, (struct str){a, sizeof(a)}, 5000), 0);
    assert_int_equal(str_distance((struct str){a, 255}, (struct str){b, 255}, 5000), 255);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(slices_compare_by_their_bytes),
        cmocka_unit_test(only_ascii_letters_lose_their_case),
        cmocka_unit_test(finds_what_is_there),
        cmocka_unit_test(parts_never_leave_the_whole),
        cmocka_unit_test(cutting_takes_one_piece_after_the_other),
        cmocka_unit_test(lines_end_in_lf_or_crlf),
        cmocka_unit_test(integers_are_whole_and_fit),
        cmocka_unit_test(hash_spreads_names_that_are_alike),
        cmocka_unit_test(distance_counts_slips_of_the_pen),
        cmocka_unit_test(distance_of_endless_words_is_the_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
