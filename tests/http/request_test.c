#include "http/request.h"

#include "lib/test.h"

enum { FIELDS = 2000, MEGABYTE = 1 << 20 };

/* A point of many questions asks for the values of each. */
static void asking_for_every_field_takes_memory_for_what_is_there(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    struct field *fields = ARENA_ARRAY(a, struct field, FIELDS);
    for (int i = 0; i < FIELDS; i++)
        fields[i] = (struct field){arena_printf(a, "q.%d", i / 2), arena_printf(a, "%d", i)};
    struct request r = {.arena = a, .fields = fields, .n_fields = FIELDS};
    for (int i = 0; i < FIELDS; i += 2) {
        const struct str *values;
        assert_int_equal(request_values(&r, fields[i].name, &values), 2);
        assert_str(values[0], fields[i].value.p);
        assert_str(values[1], fields[i + 1].value.p);
    }
    const struct str *none;
    assert_int_equal(request_values(&r, STR("q.none"), &none), 0);
    assert_true(arena_used(a) < MEGABYTE);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(asking_for_every_field_takes_memory_for_what_is_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
