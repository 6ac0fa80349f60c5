#include "base/options.h"

#include "lib/test.h"

static struct arena *arena;
static struct diags *diags;
static const char *output;
static bool quiet;
static bool force;
static const char *operands[2];
static struct options options;

static int begin(void **state)
{
    static const struct option table[] = {
        {.name = "output", .letter = 'o', .value = &output},
        {.name = "quiet", .letter = 'q', .given = &quiet},
        {.name = "force", .given = &force},
    };
    (void)state;
    arena = arena_new();
    diags = diags_new(arena, 10);
    output = NULL;
    quiet = force = false;
    options = (struct options){.items = table, .count = 3, .operands = operands, .max_operands = 2};
    return 0;
}

static int end(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

/* Words apart by one space. */
static bool parse(const char *line)
{
    char *words[10];
    int n = 0;
    struct str rest = str_from(line);
    do
        words[n++] = strdup(arena_str(arena, str_cut(&rest, ' ')).p);
    while (rest.n > 0);
    bool fine = options_parse(&options, n, words, diags);
    /* What was stored points into the words. */
    output = output == NULL ? NULL : arena_str(arena, str_from(output)).p;
    for (size_t i = 0; i < options.n_operands; i++)
        operands[i] = arena_str(arena, str_from(operands[i])).p;
    while (n > 0)
        free(words[--n]);
    return fine;
}

static void options_are_read_wherever_they_stand(void **state)
{
    (void)state;
    assert_true(parse("build content --quiet -o out more"));
    assert_string_equal(output, "out");
    assert_true(quiet);
    assert_false(force);
    assert_int_equal(options.n_operands, 2);
    assert_string_equal(operands[0], "content");
    assert_string_equal(operands[1], "more");
}

static void values_are_attached_or_follow(void **state)
{
    (void)state;
    assert_true(parse("build --output=a=b"));
    assert_string_equal(output, "a=b");
    assert_true(parse("build --output x"));
    assert_string_equal(output, "x");
    assert_true(parse("build -qoy"));
    assert_string_equal(output, "y");
    assert_true(quiet);
    assert_true(parse("build --output="));
    assert_string_equal(output, "");
}

static void two_dashes_end_the_options(void **state)
{
    (void)state;
    assert_true(parse("build -- -q -"));
    assert_false(quiet);
    assert_string_equal(operands[0], "-q");
    assert_string_equal(operands[1], "-");
}

static void mistakes_are_all_reported(void **state)
{
    (void)state;
    assert_false(parse("build --ouput=x --quiet=1 a b c -z -o"));
    assert_true(diags_has(diags, D_OPTION_UNKNOWN));
    assert_true(diags_has(diags, D_OPTION_NO_VALUE));
    assert_true(diags_has(diags, D_OPERANDS));
    assert_true(diags_has(diags, D_OPTION_VALUE));
    assert_int_equal(diags_errors(diags), 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(options_are_read_wherever_they_stand, begin, end),
        cmocka_unit_test_setup_teardown(values_are_attached_or_follow, begin, end),
        cmocka_unit_test_setup_teardown(two_dashes_end_the_options, begin, end),
        cmocka_unit_test_setup_teardown(mistakes_are_all_reported, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
