#include "store/lines.h"

#include "lib/test.h"
#include "store/digest.h"
#include "store/id.h"

static void lists_come_back_as_they_were(void **state)
{
    (void)state;
    static const struct str texts[] = {
        STR_INIT(""),        STR_INIT("a"),  STR_INIT("b=c"), STR_INIT("two\nlines\r\n"),
        STR_INIT("C:\\new"), STR_INIT("\\"), STR_INIT("\\n"), STR_INIT("")};
    const size_t n = sizeof(texts) / sizeof(*texts);
    struct arena *a = arena_new();
    struct buf out;
    struct str text;
    buf_init(&out, 1000);
    for (size_t i = 0; i < n; i++)
        lines_add(&out, texts[i]);
    struct str rest = buf_str(&out);
    for (size_t i = 0; i < n; i++) {
        assert_true(lines_next(a, &rest, &text));
        assert_true(str_eq(text, texts[i]));
    }
    assert_false(lines_next(a, &rest, &text));
    buf_release(&out);
    arena_free(a);
}

static void an_empty_text_is_not_an_empty_list(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    struct str rest = STR("\n");
    struct str text;
    assert_true(lines_next(a, &rest, &text));
    assert_int_equal(text.n, 0);
    assert_false(lines_next(a, &rest, &text));
    arena_free(a);
}

static void pairs_come_back_as_they_were(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    struct buf out;
    struct str name;
    struct str text;
    buf_init(&out, 1000);
    lines_add_pair(&out, STR("projet"), STR("a=b\nc"));
    lines_add_pair(&out, STR("age"), STR("40"));
    assert_str(buf_str(&out), "projet=a=b\\nc\nage=40\n");
    struct str rest = buf_str(&out);
    assert_true(lines_next_pair(a, &rest, &name, &text));
    assert_str(name, "projet");
    assert_str(text, "a=b\nc");
    assert_true(lines_next_pair(a, &rest, &name, &text));
    assert_str(text, "40");
    assert_false(lines_next_pair(a, &rest, &name, &text));
    buf_release(&out);
    arena_free(a);
}

static void ids_are_base32_and_differ(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    struct str one = id_new(a);
    assert_int_equal(one.n, ID_LENGTH);
    for (size_t i = 0; i < one.n; i++)
        assert_non_null(strchr("0123456789abcdefghjkmnpqrstvwxyz", one.p[i]));
    assert_false(str_eq(one, id_new(a)));
    arena_free(a);
}

static void references_can_be_read_out(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    struct str r = reference_new(a);
    assert_int_equal(r.n, REFERENCE_LENGTH);
    assert_true(str_starts(r, STR("P-")));
    assert_int_equal(r.p[6], '-');
    for (size_t i = 2; i < r.n; i++)
        assert_non_null(strchr("0123456789ABCDEFGHJKMNPQRSTVWXYZ-", r.p[i]));
    arena_free(a);
}

static void fields_cannot_slide_into_one_another(void **state)
{
    (void)state;
    unsigned char one[DIGEST_SIZE];
    unsigned char two[DIGEST_SIZE];
    struct digest d;
    digest_begin(&d, "test");
    digest_text(&d, STR("ab"));
    digest_text(&d, STR("c"));
    digest_end(&d, one);
    digest_begin(&d, "test");
    digest_text(&d, STR("a"));
    digest_text(&d, STR("bc"));
    digest_end(&d, two);
    assert_memory_not_equal(one, two, DIGEST_SIZE);
}

/* RFC 7693's algorithm with 32 bytes of output, over nothing. */
static void the_hash_is_blake2b_256(void **state)
{
    (void)state;
    unsigned char hash[DIGEST_SIZE];
    struct arena *a = arena_new();
    digest_of(STR(""), hash);
    assert_str(digest_hex(a, (struct str){(const char *)hash, DIGEST_SIZE}),
               "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_come_back_as_they_were),
        cmocka_unit_test(an_empty_text_is_not_an_empty_list),
        cmocka_unit_test(pairs_come_back_as_they_were),
        cmocka_unit_test(ids_are_base32_and_differ),
        cmocka_unit_test(references_can_be_read_out),
        cmocka_unit_test(fields_cannot_slide_into_one_another),
        cmocka_unit_test(the_hash_is_blake2b_256),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
