#include "theme/yaml.h"

#include <stdlib.h>

#include "base/file.h"
#include "lib/test.h"
#include "theme/report.h"

static int setup(void **state)
{
    *state = arena_new();
    return 0;
}

static int teardown(void **state)
{
    arena_free(*state);
    return 0;
}

struct reading {
    struct arena *a;
    struct diags *diags;
    const struct yaml *root;
};

static struct reading read_text(struct arena *a, const char *text)
{
    struct reading r = {.a = a, .diags = diags_new(a, 100)};
    const struct source *source = report_source(a, "t.yaml", text);
    r.root = yaml_read(a, source, 0, source->text.n, r.diags);
    return r;
}

#define assert_codes(r, expected) assert_str(report_codes((r).a, (r).diags), expected)

static void mappings_sequences_and_scalars_are_read_in_order(void **state)
{
    struct reading r = read_text(*state, "b: un\na:\n  - deux\n  - c: trois\nd: [x, 'y']\n");
    assert_non_null(r.root);
    assert_int_equal(r.root->n_items, 3);
    assert_str(r.root->items[0].key, "b");
    assert_str(r.root->items[0].scalar, "un");
    const struct yaml *a = yaml_get(r.root, "a");
    assert_int_equal(a->kind, YAML_SEQUENCE);
    assert_str(a->items[0].scalar, "deux");
    assert_str(yaml_get(&a->items[1], "c")->scalar, "trois");
    assert_str(yaml_get(r.root, "d")->items[1].scalar, "y");
    assert_null(yaml_get(r.root, "e"));
    assert_null(yaml_get(a, "c"));
}

static void places_are_bytes_of_the_source_behind_accents_and_line_ends(void **state)
{
    struct arena *a = *state;
    const char *text = "---\r\nété: «»\r\nvide:\r\nnoël: \"ça\" # là\r\n";
    const struct source *source = report_source(a, "t.md", text);
    struct diags *diags = diags_new(a, 10);
    const struct yaml *root = yaml_read(a, source, 5, source->text.n - 5, diags);
    assert_non_null(root);
    const struct yaml *item = yaml_get(root, "noël");
    assert_str(str_sub(source->text, item->key_at.offset, item->key_at.offset + item->key_at.length), "noël");
    assert_str(str_sub(source->text, item->at.offset, item->at.offset + item->at.length), "\"ça\"");
    assert_str(item->scalar, "ça");
    item = yaml_get(root, "été");
    assert_str(str_sub(source->text, item->at.offset, item->at.offset + item->at.length), "«»");
    assert_int_equal(yaml_get(root, "vide")->at.length, 0);
}

static void an_empty_text_is_an_empty_mapping(void **state)
{
    static const char *const texts[] = {"", "\n\n", "# rien\n", "---\n", "\xEF\xBB\xBF"};
    for (size_t i = 0; i < 5; i++) {
        struct reading r = read_text(*state, texts[i]);
        assert_non_null(r.root);
        assert_int_equal(r.root->kind, YAML_MAPPING);
        assert_int_equal(r.root->n_items, 0);
    }
}

static void unknown_keys_are_reported_with_the_nearest_known_one(void **state)
{
    static const char *const keys[] = {"title", "description", "order"};
    struct reading r = read_text(*state, "tittle: a\nfoo: b\ntitle: c\n");
    yaml_allow(r.root, keys, 3, r.diags);
    assert_str(report_text(r.a, r.diags),
               "t.yaml:1:1: erreur: la clé « tittle » n'existe pas ici [YAML_UNKNOWN_KEY]\n"
               "   | tittle: a\n   | ^~~~~~\n"
               "   = vouliez-vous dire « title » ?\n"
               "t.yaml:2:1: erreur: la clé « foo » n'existe pas ici [YAML_UNKNOWN_KEY]\n"
               "   | foo: b\n   | ^~~\n"
               "   = retirez-la, ou écrivez une de celles-ci : title, description, order\n");
}

static void typed_access_gives_values_or_says_what_is_allowed(void **state)
{
    static const char *const words[] = {"invited", "public"};
    struct reading r =
        read_text(*state, "t: [a]\nn: 12\nm: 99\nb: Oui\nc: peut-être\nw: public\nv: publik\nl: [a, b]\n"
                          "s: a\nx: {y: 1}\n");
    struct str text = {0};
    int64_t n = 0;
    bool b = false;
    size_t i = 0;
    struct yaml_texts list = {0};
    assert_false(yaml_text(r.root, "absent", &text, r.diags));
    assert_int_equal(diags_errors(r.diags), 0);
    assert_false(yaml_text(r.root, "t", &text, r.diags));
    assert_true(yaml_int(r.root, "n", (struct yaml_range){1, 20}, &n, r.diags));
    assert_int_equal(n, 12);
    assert_false(yaml_int(r.root, "m", (struct yaml_range){1, 20}, &n, r.diags));
    assert_false(yaml_int(r.root, "c", (struct yaml_range){1, 20}, &n, r.diags));
    assert_int_equal(n, 12);
    assert_true(yaml_bool(r.root, "b", &b, r.diags));
    assert_true(b);
    assert_false(yaml_bool(r.root, "c", &b, r.diags));
    assert_true(yaml_choice(r.root, "w", (struct yaml_words){words, 2}, &i, r.diags));
    assert_int_equal(i, 1);
    assert_false(yaml_choice(r.root, "v", (struct yaml_words){words, 2}, &i, r.diags));
    assert_true(yaml_texts(r.root, "l", r.a, &list, r.diags));
    assert_int_equal(list.count, 2);
    assert_str(list.items[1], "b");
    assert_true(yaml_texts(r.root, "s", r.a, &list, r.diags));
    assert_int_equal(list.count, 1);
    assert_false(yaml_texts(r.root, "x", r.a, &list, r.diags));
    assert_codes(r,
                 "1:1 YAML_TEXT 3:4 YAML_INT 5:4 YAML_INT 5:4 YAML_BOOL 7:4 YAML_CHOICE 10:1 YAML_SEQUENCE");
    assert_true(str_find(report_text(r.a, r.diags), STR("vouliez-vous dire « public » ?")) > 0);
    assert_true(str_find(report_text(r.a, r.diags), STR("un nombre entier de 1 à 20")) > 0);
}

static void too_deep_too_many_and_too_large_are_refused(void **state)
{
    struct arena *a = *state;
    struct buf b;
    buf_init(&b, 4 << 20);
    buf_add_z(&b, "a: ");
    buf_add_repeat(&b, '[', 40);
    assert_codes(read_text(a, buf_z(&b)), "1:35 YAML_DEEP");
    buf_clear(&b);
    for (int i = 0; i < 9000; i++)
        buf_addf(&b, "k%d: v\n", i);
    assert_non_null(read_text(a, buf_z(&b)).root);
    for (int i = 0; i < 9000; i++)
        buf_addf(&b, "l%d: v\n", i);
    assert_codes(read_text(a, buf_z(&b)), "10000:7 YAML_LARGE");
    buf_clear(&b);
    buf_add_z(&b, "a: ");
    buf_add_repeat(&b, 'x', 1 << 20);
    assert_codes(read_text(a, buf_z(&b)), "1:1 FILE_TOO_LARGE");
    buf_release(&b);
}

static int compare_with_expected(const struct file_entry *entry, void *context)
{
    struct arena *a = context;
    if (!str_ends(entry->path, STR(".yaml")))
        return 0;
    struct str name = arena_str(a, entry->path);
    struct source source = {.name = name};
    struct diags *diags = diags_new(a, 100);
    source.text = test_read_file(arena_printf(a, "tests/theme/yaml/" STR_FMT, STR_ARG(name)).p);
    assert_null(yaml_read(a, &source, 0, source.text.n, diags));
    struct str stem = str_sub(name, 0, name.n - 5);
    struct str expected =
        test_read_file(arena_printf(a, "tests/theme/yaml/" STR_FMT ".expected", STR_ARG(stem)).p);
    assert_str(report_text(a, diags), arena_str(a, expected).p);
    return 0;
}

/* Every tests/theme/yaml/NAME.yaml is refused with the words of NAME.expected. */
static void mistakes_are_explained_in_french(void **state)
{
    assert_int_equal(file_walk("tests/theme/yaml", 1000, compare_with_expected, *state), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(mappings_sequences_and_scalars_are_read_in_order, setup, teardown),
        cmocka_unit_test_setup_teardown(places_are_bytes_of_the_source_behind_accents_and_line_ends, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(an_empty_text_is_an_empty_mapping, setup, teardown),
        cmocka_unit_test_setup_teardown(unknown_keys_are_reported_with_the_nearest_known_one, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(typed_access_gives_values_or_says_what_is_allowed, setup, teardown),
        cmocka_unit_test_setup_teardown(too_deep_too_many_and_too_large_are_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(mistakes_are_explained_in_french, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
