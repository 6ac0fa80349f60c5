#include "lib/test.h"

#include <string.h>

#include "system.h"

static unsigned char pattern[16];

static void fixed(void *bytes, size_t size)
{
    memcpy(bytes, pattern, size);
}

static const struct system_table fake = {.now = NULL, .fill = fixed};

/* 130 bits, two zeros before the 128: 26 groups of five. */
static void ids_hold_all_the_bits_in_order(void **state)
{
    struct arena *a = *state;
    memset(pattern, 0, sizeof(pattern));
    assert_str(id_make(&fake, a), "00000000000000000000000000");
    memset(pattern, 0xff, sizeof(pattern));
    assert_str(id_make(&fake, a), "7zzzzzzzzzzzzzzzzzzzzzzzzz");
    memset(pattern, 0, sizeof(pattern));
    pattern[15] = 1;
    assert_str(id_make(&fake, a), "00000000000000000000000001");
    pattern[15] = 0;
    pattern[0] = 0x80; /* the highest of the 128 bits: the third of the first five */
    assert_str(id_make(&fake, a), "40000000000000000000000000");
    pattern[0] = 0;
    pattern[1] = 0x80; /* bit 119 from below: 119 = 23 × 5 + 4 */
    assert_str(id_make(&fake, a), "00g00000000000000000000000");
}

static void real_ids_differ_and_are_valid(void **state)
{
    struct arena *a = *state;
    struct str one = id_make(&system_real, a), other = id_make(&system_real, a);
    assert_true(id_is_valid(one));
    assert_true(id_is_valid(other));
    assert_false(str_eq(one, other));
}

static void what_is_not_an_id_is_told(void **state)
{
    (void)state;
    assert_false(id_is_valid(STR("")));
    assert_false(id_is_valid(STR("0000000000000000000000000")));
    assert_false(id_is_valid(STR("000000000000000000000000000")));
    assert_false(id_is_valid(STR("0000000000000000000000000I")));
    assert_false(id_is_valid(STR("80000000000000000000000000")));
    assert_false(id_is_valid(STR("0000000000000000000000/../")));
}

static int arena_up(void **state)
{
    *state = arena_new();
    return 0;
}

static int arena_down(void **state)
{
    arena_free(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ids_hold_all_the_bits_in_order),
        cmocka_unit_test(real_ids_differ_and_are_valid),
        cmocka_unit_test(what_is_not_an_id_is_told),
    };
    return cmocka_run_group_tests(tests, arena_up, arena_down);
}
