/* The official Mustache specification, every test of every file, in LAX mode. */
#include "theme/template.h"

#include <jansson.h>
#include <stdlib.h>

#include "base/file.h"
#include "lib/test.h"
#include "theme/report.h"

static const char *spec_folder(void)
{
    static const char *const beside[] = {"../shared/spec/mustache", "../../shared/spec/mustache"};
    const char *given = getenv("PORTILLON_SPEC");
    if (given != NULL)
        return given;
    for (size_t i = 0; i < 2; i++)
        if (file_exists(beside[i]))
            return beside[i];
    return NULL;
}

/* jansson's strings live as long as its tree, which outlives the test. */
static struct value *value_of(struct arena *a, json_t *json)
{
    struct value *v = NULL;
    switch (json_typeof(json)) {
    case JSON_OBJECT:
        v = value_map(a);
        for (void *i = json_object_iter(json); i != NULL; i = json_object_iter_next(json, i))
            value_set(v, json_object_iter_key(i), value_of(a, json_object_iter_value(i)));
        return v;
    case JSON_ARRAY:
        v = value_list(a);
        for (size_t i = 0; i < json_array_size(json); i++)
            value_add(v, value_of(a, json_array_get(json, i)));
        return v;
    case JSON_STRING:
        return value_text(a, str_from(json_string_value(json)));
    case JSON_INTEGER:
        return value_int(a, json_integer_value(json));
    case JSON_REAL:
        return value_text(a, arena_printf(a, "%.15g", json_real_value(json)));
    case JSON_TRUE:
    case JSON_FALSE:
        return value_bool(a, json_is_true(json));
    case JSON_NULL:
        break;
    }
    return NULL;
}

static void add(struct templates *set, struct arena *a, const char *name, const char *text)
{
    struct diags *diags = diags_new(a, 10);
    templates_add(set, str_from(name), report_source(a, name, text), TEMPLATE_LAX, diags);
    assert_str(report_text(a, diags), "");
}

static bool passes(struct arena *a, json_t *test)
{
    struct templates *set = templates_new(a);
    struct buf out;
    json_t *partials = json_object_get(test, "partials");
    for (void *i = json_object_iter(partials); i != NULL; i = json_object_iter_next(partials, i))
        add(set, a, json_object_iter_key(i), json_string_value(json_object_iter_value(i)));
    add(set, a, "the template", json_string_value(json_object_get(test, "template")));
    templates_link(set, NULL);
    buf_init(&out, 1 << 20);
    bool done =
        templates_render(set, STR("the template"), value_of(a, json_object_get(test, "data")), NULL, &out);
    struct str expected = str_from(json_string_value(json_object_get(test, "expected")));
    bool fine = done && str_eq(buf_str(&out), expected);
    if (!fine)
        print_error("%s: %s\ngot:      «" STR_FMT "»\nexpected: «" STR_FMT "»\n",
                    json_string_value(json_object_get(test, "name")),
                    json_string_value(json_object_get(test, "desc")), STR_ARG(buf_str(&out)),
                    STR_ARG(expected));
    buf_release(&out);
    return fine;
}

static void run_file(const char *file)
{
    const char *folder = spec_folder();
    if (folder == NULL) {
        print_message("the Mustache specification is not here: set PORTILLON_SPEC to its folder\n");
        skip();
        return;
    }
    struct arena *a = arena_new();
    json_error_t error;
    json_t *spec = json_load_file(arena_printf(a, "%s/%s.json", folder, file).p, 0, &error);
    if (spec == NULL)
        fail_msg("%s: %s", file, error.text);
    size_t failed = 0;
    const json_t *tests = json_object_get(spec, "tests");
    assert_true(json_array_size(tests) > 0);
    for (size_t i = 0; i < json_array_size(tests); i++)
        failed += !passes(a, json_array_get(tests, i));
    assert_int_equal(failed, 0);
    json_decref(spec);
    arena_free(a);
}

#define SPECIFIED(file)                        \
    static void specified_##file(void **state) \
    {                                          \
        (void)state;                           \
        run_file(#file);                       \
    }
SPECIFIED(comments)
SPECIFIED(delimiters)
SPECIFIED(interpolation)
SPECIFIED(inverted)
SPECIFIED(partials)
SPECIFIED(sections)
SPECIFIED(inheritance)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(specified_comments),      cmocka_unit_test(specified_delimiters),
        cmocka_unit_test(specified_interpolation), cmocka_unit_test(specified_inverted),
        cmocka_unit_test(specified_partials),      cmocka_unit_test(specified_sections),
        cmocka_unit_test(specified_inheritance),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
